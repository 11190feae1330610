package dev.steno.view;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a session's views: one holds the state of all views ({@code view}), two read pages for them ({@code
 * session-read}), two search ({@code session-search}), and one runs long tasks that write ({@code session-work}). A page
 * never waits for a search. Each thread is started when first needed.
 */
final class ViewThreads {
    private static final int READING = 2;

    /** Upper bound on searches at once; further ones wait. */
    private static final int SEARCHING = 2;

    /** How long closing waits for a page that is being read. */
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor view = new ScheduledThreadPoolExecutor(1, daemon("view"));
    private final ExecutorService reading = Executors.newFixedThreadPool(READING, daemon("session-read"));
    private final ExecutorService searching = Executors.newFixedThreadPool(SEARCHING, daemon("session-search"));
    private final ExecutorService work = Executors.newSingleThreadExecutor(daemon("session-work"));

    ViewThreads() {
        view.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledThreadPoolExecutor view() {
        return view;
    }

    /** For short reads. */
    ExecutorService reading() {
        return reading;
    }

    /** For reads whose duration depends on the size of the session or of a body. */
    ExecutorService searching() {
        return searching;
    }

    ExecutorService work() {
        return work;
    }

    void close() {
        view.shutdownNow();
        reading.shutdownNow();
        searching.shutdownNow();
        work.shutdownNow();
        try {
            view.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            reading.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            searching.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            work.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
