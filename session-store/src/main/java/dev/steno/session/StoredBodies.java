package dev.steno.session;

import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.source.BodySources;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of the session in progress as sources of messages that are sent from it. All share one reader, so that thousands
 * need one connection to the file; each keeps one chunk in memory while it is read. Any thread.
 */
final class StoredBodies implements AutoCloseable {
    private final LazyReader reader; // the lock of its readings and its close
    private final Supplier<CompletionStage<Void>> durable;

    /** @param durable completes once what the session has accepted so far is written */
    StoredBodies(LazyReader.Opener readers, Supplier<CompletionStage<Void>> durable) {
        this.reader = new LazyReader(readers);
        this.durable = durable;
    }

    /** Returns the first bytes of a body whose chunks were accepted by the session; the first piece waits for a commit. */
    BodySource source(Body.Stored body) {
        BodySource stored = BodySources.stream(body.size(), () -> new Reading(body));
        return new BodySource() {
            @Override
            public long length() {
                return stored.length();
            }

            @Override
            public Pieces open(Executor blocking) {
                return new AfterCommit(durable.get(), stored.open(blocking));
            }
        };
    }

    /** Pieces that can be read once the session is written. */
    private record AfterCommit(CompletionStage<Void> commit, BodySource.Pieces pieces) implements BodySource.Pieces {
        @Override
        public CompletionStage<BodySource.@Nullable Piece> next() {
            return commit.thenCompose(done -> pieces.next());
        }

        @Override
        public void close() {
            pieces.close();
        }
    }

    /** One reading of a body, under the lock of the reader. For one thread at a time. */
    private final class Reading extends InputStream {
        private final InputStream body;

        Reading(Body.Stored stored) throws SessionException {
            synchronized (reader) {
                body = reader.get().body(stored);
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            synchronized (reader) {
                reader.get(); // not after the close
                return body.read(to, offset, length);
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
