package dev.steno.cli.assembly;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Opens a resource on a separate thread while its owner continues. Created and awaited by one thread.
 *
 * @param <T> the type of the resource
 */
final class BackgroundOpen<T> {
    private final FutureTask<T> task;

    /** Starts the thread, which opens the source. */
    BackgroundOpen(String name, Source<T> source) {
        task = new FutureTask<>(source::open);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens a resource; may block.
     *
     * @param <T> the type of the resource
     */
    interface Source<T> {
        @Nullable
        T open() throws IOException;
    }

    /** Waits for the result. Throws the source's exception; null if the source returned null. */
    @Nullable
    T result() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // continue to wait: the owner has to close the resource
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } catch (CancellationException e) {
            throw new IllegalStateException("internal error: the opening was cancelled", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failure(@Nullable Throwable cause) {
        if (cause instanceof IOException expected) {
            return expected;
        }
        if (cause instanceof RuntimeException defect) {
            throw defect;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }
}
