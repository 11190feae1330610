package dev.steno.tui.app;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Brings results to the interface's thread, which runs them in {@link #run}. Blocking work is done by one thread of its
 * own, {@code tui-work}.
 */
final class Tasks implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 2;

    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "tui-work");
        thread.setDaemon(true);
        return thread;
    });

    /** Has a task run on the interface's thread. Any thread. */
    private void post(Runnable task) {
        posted.add(task);
    }

    <T> void work(Callable<T> task, Consumer<T> result, Consumer<Throwable> failure) {
        CompletableFuture<T> done = new CompletableFuture<>();
        await(done, result, failure);
        try {
            worker.execute(() -> {
                try {
                    done.complete(task.call());
                } catch (Exception | LinkageError e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.cancel(false); // the interface has ended
        }
    }

    <T> void await(CompletableFuture<T> work, Consumer<T> result, Consumer<Throwable> failure) {
        unfinished.incrementAndGet();
        work.whenComplete((value, thrown) -> post(() -> {
            unfinished.decrementAndGet();
            if (thrown == null) {
                result.accept(value);
            } else {
                Throwable cause =
                        thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
                failure.accept(cause);
            }
        }));
    }

    /** Runs what was posted; returns whether there was anything. */
    boolean run() {
        boolean any = false;
        for (Runnable task = posted.poll(); task != null; task = posted.poll()) {
            task.run();
            any = true;
        }
        return any;
    }

    /** Whether results are awaited. */
    boolean isBusy() {
        return unfinished.get() > 0;
    }

    /** Lets the working thread do what it was given, for a moment; nothing more is taken. */
    void finish() {
        worker.shutdown();
        awaitEnd();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
