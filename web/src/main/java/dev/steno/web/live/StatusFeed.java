package dev.steno.web.live;

import dev.steno.json.Json;
import dev.steno.web.api.StatusResource;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The message on the status, read at most once a second for all channels together; nothing is read while there is no
 * channel. Any thread.
 */
final class StatusFeed implements AutoCloseable {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(900);

    private static final int IDLE_SECONDS = 30;

    private final StatusResource.Source source;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("web-status", true));

    private @Nullable CompletableFuture<byte[]> latest;
    private long readAt;

    StatusFeed(StatusResource.Source source) {
        this.source = source;
        thread.allowCoreThreadTimeOut(true);
    }

    /** Returns the message; it may be up to a second old. */
    synchronized CompletableFuture<byte[]> message() {
        CompletableFuture<byte[]> held = latest;
        if (held == null || System.nanoTime() - readAt > FRESH && held.isDone()) {
            held = CompletableFuture.supplyAsync(this::read, thread);
            latest = held;
            readAt = System.nanoTime();
        }
        return held;
    }

    private byte[] read() {
        Map<String, @Nullable Object> status = source.status();
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "status");
            status.forEach((name, value) -> Json.property(json, name, value));
            json.writeEndObject();
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
