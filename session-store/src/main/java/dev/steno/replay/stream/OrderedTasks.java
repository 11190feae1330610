package dev.steno.replay.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks on an executor, one after the other, in the order in which they were added. Any thread. */
final class OrderedTasks {
    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    OrderedTasks(Executor executor) {
        this.executor = executor;
    }

    /** Adds a task; it does not run if the executor takes no more. */
    void add(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(this::runAll);
            } catch (RejectedExecutionException e) {
                // the proxy has stopped, and with it the stream
            }
        }
    }

    private void runAll() {
        do {
            tasks.remove().run();
        } while (waiting.decrementAndGet() > 0);
    }
}
