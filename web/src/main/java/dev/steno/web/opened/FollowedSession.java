package dev.steno.web.opened;

import dev.steno.json.Json;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.Usage;
import dev.steno.view.FileFeed;
import dev.steno.view.FlowFeed;
import dev.steno.view.FlowSource;
import dev.steno.web.exchange.ImportOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A session that is read where it is while others may record to it: a file, or a store of several recorders. Blocks. */
public final class FollowedSession implements ReadOnlySource {
    /** How often a file is polled. */
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final String name;
    private final @Nullable Path file;
    private final FlowFeed feed;
    private final SessionReader reader;

    private FollowedSession(String name, @Nullable Path file, FlowFeed feed) throws SessionException {
        this.name = name;
        this.file = file;
        this.feed = feed;
        try {
            this.reader = feed.reader();
        } catch (SessionException | RuntimeException e) {
            feed.close();
            throw e;
        }
    }

    /**
     * Opens a session file.
     *
     * @throws SessionException if it cannot be read
     */
    public static FollowedSession file(Path file) throws SessionException {
        FileFeed feed = new FileFeed(() -> SqliteSessionReader.open(file), false);
        FollowedSession opened = new FollowedSession(String.valueOf(file.getFileName()), file, feed);
        feed.start(BETWEEN);
        return opened;
    }

    /**
     * Opens a store of several recorders.
     *
     * @param name for people, without a password
     * @param feed closed at the end
     * @throws SessionException if it cannot be read
     */
    public static FollowedSession store(String name, FlowFeed feed) throws SessionException {
        return new FollowedSession(name, null, feed);
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
