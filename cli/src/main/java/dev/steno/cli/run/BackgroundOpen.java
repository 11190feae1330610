package dev.steno.cli.run;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Something that is opened on a thread of its own while its owner does other things.
 *
 * @param <T> what is opened
 */
final class BackgroundOpen<T> {
    private final FutureTask<T> task;

    /** Begins. */
    BackgroundOpen(String name, Source<T> source) {
        task = new FutureTask<>(source::open);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Opens.
     *
     * @param <T> what is opened
     */
    interface Source<T> {
        @Nullable
        T open() throws IOException;
    }

    /** Waits for it. Null if the source gave null. */
    @Nullable
    T result() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // what is being opened must be closed by someone, so its owner waits on
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } catch (CancellationException e) {
            throw new IllegalStateException("nobody cancels an opening", e);
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
