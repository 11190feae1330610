package dev.steno.replay.stream;

import dev.steno.flow.Message;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one recorded flow. One thread at a time; blocks. */
public interface RecordedRows extends AutoCloseable {
    /** Opens a session. */
    @FunctionalInterface
    interface Opener {
        /** @throws IOException if the session cannot be read */
        SessionReader open() throws IOException;
    }

    /**
     * Returns messages in order, beginning with a sequence number; none after the last one.
     *
     * @throws IOException if the session cannot be read
     */
    List<Message> rows(long from, int limit) throws IOException;

    /** Releases what it has opened. */
    @Override
    default void close() {}

    /** Those of a session that stays open until the flow was sent again. */
    static RecordedRows of(SessionReader reader, long flow) {
        return (from, limit) -> reader.messages(flow, from, limit);
    }

    /** Those of a session that is opened when they are needed. */
    static RecordedRows opening(Opener opener, long flow) {
        return new RecordedRows() {
            private @Nullable SessionReader reader;

            @Override
            public List<Message> rows(long from, int limit) throws IOException {
                SessionReader open = reader == null ? opener.open() : reader;
                reader = open;
                return open.messages(flow, from, limit);
            }

            @Override
            public void close() {
                if (reader != null) {
                    reader.close();
                    reader = null;
                }
            }
        };
    }
}
