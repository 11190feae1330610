package dev.steno.session;

import dev.steno.store.SessionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Waits for the writer thread. Stateless; any thread but an event loop and the writer. */
final class WriterWait {
    private WriterWait() {}

    /**
     * Requests something of the writer, and blocks until it is done.
     *
     * @throws SessionException if it failed, the writer gave up, or the thread was interrupted before; nothing is requested then
     */
    static void await(Supplier<CompletableFuture<Void>> request) throws SessionException {
        if (Thread.currentThread().isInterrupted()) {
            throw new SessionException("interrupted while waiting for the session to be written");
        }
        try {
            request.get().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SessionException told
                    ? told
                    : new SessionException("the recorded facts cannot be written: " + e.getMessage(), e);
        }
    }
}
