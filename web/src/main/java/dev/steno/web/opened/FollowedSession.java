package dev.steno.web.opened;

import dev.steno.json.Json;
import dev.steno.store.NoteTaker;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.Usage;
import dev.steno.view.FlowFeed;
import dev.steno.view.FlowSource;
import dev.steno.view.OpenableSession;
import dev.steno.web.exchange.ImportOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A session that is read where it is while others may record to it: a file, or a store of several recorders. Blocks. */
public final class FollowedSession implements ReadOnlySource {
    /** How often it is polled. */
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final String name;
    private final @Nullable Path file;
    private final FlowFeed feed;
    private final SessionReader reader;
    private final @Nullable NoteTaker notes;

    private FollowedSession(
            String name, @Nullable Path file, FlowFeed feed, SessionReader reader, @Nullable NoteTaker notes) {
        this.name = name;
        this.file = file;
        this.feed = feed;
        this.reader = reader;
        this.notes = notes;
    }

    /**
     * Opens a session, and begins to follow it.
     *
     * @param name for people
     * @param file where it is; null if it is a store of several recorders
     * @param notes takes the marks and comments of viewers; null if nothing does
     * @throws SessionException if it cannot be read
     */
    public static FollowedSession open(
            OpenableSession session, String name, @Nullable Path file, @Nullable NoteTaker notes)
            throws SessionException {
        SessionReader reader = session.open();
        try {
            FlowFeed feed = session.follow(false);
            feed.start(BETWEEN);
            return new FollowedSession(name, file, feed, reader, notes);
        } catch (SessionException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Path file() {
        return file;
    }

    @Override
    public @Nullable NoteTaker notes() {
        return notes;
    }

    @Override
    public FlowSource flows() {
        return feed;
    }

    @Override
    public Map<String, @Nullable Object> figures() throws SessionException {
        Usage usage = reader.usage();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("flows", usage.flows());
        figures.put("bytes", usage.bytes());
        return figures;
    }

    @Override
    public void write(JsonGenerator json) {
        try {
            Usage usage = reader.usage();
            ImportOutcome.whole(name, "steno", usage.flows()).write(json);
            Json.property(json, "bytes", usage.bytes());
        } catch (SessionException e) {
            json.writeStringProperty("file", name);
            json.writeStringProperty("trouble", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String remedy() {
        return file == null
                ? "those who record to it can change what they recorded"
                : "the Steno that records to it can change its flows";
    }

    @Override
    public void close() {
        reader.close();
        feed.close();
    }
}
