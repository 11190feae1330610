package dev.steno.mcp.record;

import dev.steno.look.DecodedBodies;
import dev.steno.look.FlowMessages;
import dev.steno.redact.Redactor;
import dev.steno.stats.Statistics;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.nio.file.Path;

/** The session that a server shows, and what is kept between requests. Any thread but an event loop. */
public final class McpRecord implements AutoCloseable {
    private final Path file;
    private final Redactor redactor;
    private final SessionReader reader;
    private final DecodedBodies decoded = new DecodedBodies();
    private final FlowMessages messages = new FlowMessages(decoded);
    private final Statistics statistics;

    /**
     * @param opener opens a reader of the session; called for this record and again for its statistics
     * @param redactor {@link Redactor#NONE} to show secrets
     */
    public McpRecord(Path file, Statistics.Opener opener, Redactor redactor) throws SessionException {
        this.file = file;
        this.redactor = redactor;
        this.reader = shown(opener.open(), redactor);
        this.statistics = new Statistics(() -> shown(opener.open(), redactor));
    }

    private static SessionReader shown(SessionReader recorded, Redactor redactor) {
        return redactor.isNone() ? recorded : new RedactedReader(recorded, redactor);
    }

    /** The session. */
    public Path file() {
        return file;
    }

    /** Whether tokens stand in place of secrets. */
    public boolean isRedacted() {
        return !redactor.isNone();
    }

    /** Redacts a text that another program gave, such as a URL. */
    public String redacted(String text) {
        return redactor.text(text);
    }

    /** Reads what may be shown. */
    public SessionReader reader() {
        return reader;
    }

    public DecodedBodies decoded() {
        return decoded;
    }

    public FlowMessages messages() {
        return messages;
    }

    public Statistics statistics() {
        return statistics;
    }

    @Override
    public void close() {
        statistics.close();
        decoded.close();
        reader.close();
    }
}
