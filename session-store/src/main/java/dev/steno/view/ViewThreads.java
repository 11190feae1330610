package dev.steno.view;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The one thread that has a view's state ({@code view}), and two that read for it ({@code session-read}). */
final class ViewThreads {
    private static final int READING = 2;

    /** How long a page that is being read may keep the end waiting. */
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor view = new ScheduledThreadPoolExecutor(1, daemon("view"));
    private final ExecutorService reading = Executors.newFixedThreadPool(READING, daemon("session-read"));

    ViewThreads() {
        view.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledThreadPoolExecutor view() {
        return view;
    }

    ExecutorService reading() {
        return reading;
    }

    void close() {
        view.shutdownNow();
        reading.shutdownNow();
        try {
            view.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            reading.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
