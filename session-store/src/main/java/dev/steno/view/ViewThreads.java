package dev.steno.view;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that has the state of all views ({@code view}), two that read for them ({@code session-read}), and one for
 * what takes long and writes ({@code session-work}). Each begins when it is first needed.
 */
final class ViewThreads {
    private static final int READING = 2;

    /** How long a page that is being read may keep the end waiting. */
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor view = new ScheduledThreadPoolExecutor(1, daemon("view"));
    private final ExecutorService reading = Executors.newFixedThreadPool(READING, daemon("session-read"));
    private final ExecutorService work = Executors.newSingleThreadExecutor(daemon("session-work"));

    ViewThreads() {
        view.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledThreadPoolExecutor view() {
        return view;
    }

    ExecutorService reading() {
        return reading;
    }

    ExecutorService work() {
        return work;
    }

    void close() {
        view.shutdownNow();
        reading.shutdownNow();
        work.shutdownNow();
        try {
            view.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            reading.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
