package dev.steno.web.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the news at most once a second for all channels together, and not at all while there is no channel. Any thread. */
final class NewsFeed {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(900);

    private final News.Sources sources;
    private final Executor reading;
    private @Nullable CompletableFuture<News> latest;
    private long readAt;

    /** @param reading for tasks that may block */
    NewsFeed(News.Sources sources, Executor reading) {
        this.sources = sources;
        this.reading = reading;
    }

    /** Returns the news; they may be up to a second old. */
    synchronized CompletableFuture<News> news() {
        CompletableFuture<News> held = latest;
        if (held == null || System.nanoTime() - readAt > FRESH && held.isDone()) {
            held = CompletableFuture.supplyAsync(() -> News.read(sources), reading);
            latest = held;
            readAt = System.nanoTime();
        }
        return held;
    }
}
