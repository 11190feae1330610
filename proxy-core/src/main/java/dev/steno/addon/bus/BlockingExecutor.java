package dev.steno.addon.bus;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The threads of blocking handlers and body sources. A task gets an idle thread, otherwise a new one up to a limit, otherwise
 * it is queued. If the queue is full, {@link #execute} throws a {@link RejectedExecutionException}: a handler is then
 * skipped like one that failed. Any thread.
 */
public final class BlockingExecutor implements Executor, AutoCloseable {
    /** Upper bound on threads. */
    public static final int THREADS = 64;

    /** Upper bound on queued tasks. */
    public static final int QUEUED = 4_096;

    private final AtomicInteger queued = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final Waiting waiting = new Waiting();
    private final ThreadPoolExecutor threads;

    public BlockingExecutor() {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0,
                THREADS,
                60,
                TimeUnit.SECONDS,
                waiting,
                task -> {
                    Thread thread = new Thread(task, "addon-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                (task, pool) -> queue(task));
    }

    /** Hands a task to a thread that is idle; a pool starts a new thread if its queue does not take the task. */
    private static final class Waiting extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }

    /** A task that the bound of the queue does not concern. */
    private record Unbounded(Runnable task) implements Runnable {
        @Override
        public void run() {
            task.run();
        }
    }

    /** All threads are busy. */
    private void queue(Runnable task) {
        if (threads.isShutdown()) {
            throw new RejectedExecutionException("the proxy has stopped");
        }
        if (queued.incrementAndGet() > QUEUED && !(task instanceof Unbounded)) {
            queued.decrementAndGet();
            refused.increment();
            throw new RejectedExecutionException(
                    "all " + THREADS + " threads of blocking handlers are busy, and " + QUEUED + " tasks wait for one");
        }
        waiting.put(() -> {
            queued.decrementAndGet();
            task.run();
        });
    }

    /**
     * Runs a task that cannot be left out, such as reading the next piece of a body. It is queued even if the queue is
     * full, so its caller bounds such tasks: an exchange has one for each body.
     *
     * @throws RejectedExecutionException after the close
     */
    public void executeAlways(Runnable task) {
        threads.execute(new Unbounded(task));
    }

    /** @throws RejectedExecutionException if the queue is full, or after the close */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** The number of threads, busy and idle. */
    public int threads() {
        return threads.getPoolSize();
    }

    /** The number of tasks that wait for a thread. */
    public int queued() {
        return queued.get();
    }

    /** The number of tasks that were refused since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Takes no more tasks; those that were taken are still run. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
