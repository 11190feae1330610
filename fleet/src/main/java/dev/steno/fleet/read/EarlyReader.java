package dev.steno.fleet.read;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.store.SessionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A reader that is opened on a thread of its own, {@code store-open}, before it is asked for: a command that names a store connects
 * while it reads its options. The first that opens the same URL takes it; there is one at most. Any thread.
 *
 * @param url whose reader it is
 * @param opening opens it, or fails as an opening without this would
 */
record EarlyReader(ServerUrl url, FutureTask<SharedReader> opening) {
    private static final AtomicReference<@Nullable EarlyReader> PENDING = new AtomicReference<>();

    /** As the record's own comparison, which the JDK makes at its first use, for a tenth of a connection's time. */
    private boolean isOf(ServerUrl other) {
        return url.name().equals(other.name()) && url.parameters().equals(other.parameters());
    }

    /** Begins to open a reader, unless one is pending. */
    static void begin(ServerUrl url) {
        EarlyReader early = new EarlyReader(url, new FutureTask<>(() -> SharedReader.connect(url)));
        if (PENDING.compareAndSet(null, early)) {
            Thread thread = new Thread(early.opening, "store-open");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Returns the reader of a URL, once it is open; null if none was begun.
     *
     * @throws SessionException if it could not be opened
     */
    static @Nullable SharedReader take(ServerUrl url) throws SessionException {
        EarlyReader early = PENDING.get();
        if (early == null || !early.isOf(url) || !PENDING.compareAndSet(early, null)) {
            return null;
        }
        try {
            return early.opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SessionException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionException("interrupted while connecting to the shared store " + url);
        }
    }
}
