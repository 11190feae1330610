package dev.steno.diff;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A thread for each side of a comparison, on which its session is read. For one thread. */
final class SideThreads implements AutoCloseable {
    private final ExecutorService left = thread("diff-left");
    private final ExecutorService right = thread("diff-right");

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    <R> Future<R> onLeft(Callable<R> task) {
        return left.submit(task);
    }

    <R> Future<R> onRight(Callable<R> task) {
        return right.submit(task);
    }

    /** Returns the results of two tasks, which run at once. */
    <R> List<R> both(Callable<R> ofLeft, Callable<R> ofRight) throws IOException {
        Future<R> one = onLeft(ofLeft);
        Future<R> other = onRight(ofRight);
        return List.of(await(one), await(other));
    }

    /** Waits for a result. */
    static <R> R await(Future<R> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a session cannot be compared", cause);
        }
    }

    @Override
    public void close() {
        left.shutdownNow();
        right.shutdownNow();
    }
}
