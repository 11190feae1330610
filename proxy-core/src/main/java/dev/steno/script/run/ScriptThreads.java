package dev.steno.script.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The share of one script in the threads of blocking handlers: calls that never return take no more than that from others.
 * Calls beyond it are queued in their order. If most of the share does not return, it is given up: the queued calls run
 * elsewhere, and find that the script was switched off. Any thread; never blocks.
 */
final class ScriptThreads implements Executor {
    /** Upper bound on the threads that one script occupies. */
    static final int THREADS = 24;

    /** Upper bound on its queued calls. */
    static final int QUEUED = 4_096;

    /** This many calls beyond their time, while no thread is free, are those of a script that does not work. */
    static final int STUCK = 8;

    private final Executor pool;
    private final long limit;
    private final Runnable stuck;
    private Share share = new Share(); // guarded by this

    /** Threads that have not been given up. Guarded by the executor. */
    private static final class Share {
        final Deque<Runnable> queue = new ArrayDeque<>();
        final Map<Runnable, Long> running = new IdentityHashMap<>();
    }

    /**
     * @param pool the threads that all share
     * @param limit nanoseconds within which a call has to return; 0 for any
     * @param stuck called once the share was given up, before the queued calls run
     */
    ScriptThreads(Executor pool, long limit, Runnable stuck) {
        this.pool = pool;
        this.limit = limit;
        this.stuck = stuck;
    }

    @Override
    public void execute(Runnable task) {
        Share own;
        List<Runnable> freed = List.of();
        synchronized (this) {
            own = share;
            if (own.running.size() >= THREADS) {
                if (own.queue.size() >= QUEUED) {
                    throw new RejectedExecutionException(
                            "the script runs in " + THREADS + " threads, and " + QUEUED + " calls wait for one");
                }
                own.queue.add(task);
                if (!isStuck(own)) {
                    return;
                }
                share = new Share();
                freed = List.copyOf(own.queue);
                own.queue.clear();
            } else {
                own.running.put(task, System.nanoTime());
            }
        }
        if (freed.isEmpty()) {
            start(own, task);
        } else {
            stuck.run();
            freed.forEach(this::runElsewhere);
        }
    }

    private boolean isStuck(Share own) {
        long now = System.nanoTime();
        return limit > 0
                && own.running.values().stream()
                                .filter(since -> now - since > limit)
                                .count()
                        >= STUCK;
    }

    private void start(Share own, Runnable task) {
        try {
            pool.execute(() -> work(own, task));
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                own.running.remove(task);
            }
            throw e;
        }
    }

    private void work(Share own, Runnable first) {
        Runnable task = first;
        while (task != null) {
            Runnable next;
            try {
                task.run();
            } finally {
                next = ended(own, task);
            }
            task = next != null && hasLeftTo(own, next) ? null : next;
        }
    }

    /** Lets other scripts' calls run before the next one of this script, unless the pool has no room for it. */
    private boolean hasLeftTo(Share own, Runnable next) {
        try {
            pool.execute(() -> work(own, next));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs a call of a script that was switched off, which returns at once. */
    private void runElsewhere(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable ended(Share own, Runnable task) {
        own.running.remove(task);
        Runnable next = own.queue.poll();
        if (next != null) {
            own.running.put(next, System.nanoTime());
        }
        return next;
    }
}
