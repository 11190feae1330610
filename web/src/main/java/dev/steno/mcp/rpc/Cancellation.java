package dev.steno.mcp.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client's interest in a request: whether the answer is still wanted, and whether it wants to know of the progress. Any thread. */
public final class Cancellation implements BooleanSupplier {
    private static final long NANOS_BETWEEN = TimeUnit.MILLISECONDS.toNanos(500);

    private final @Nullable Object token;
    private final Consumer<Map<String, Object>> notifications;
    private long told = System.nanoTime() - NANOS_BETWEEN; // guarded by this
    private long furthest; // guarded by this
    private volatile boolean cancelled;

    /** Of a request whose client is told of the answer only. */
    public Cancellation() {
        this(null, notification -> {});
    }

    /**
     * @param token by which the client knows the progress of the request; null if it did not ask for it
     * @param notifications sends a notification
     */
    Cancellation(@Nullable Object token, Consumer<Map<String, Object>> notifications) {
        this.token = token;
        this.notifications = notifications;
    }

    /** Whether the client cancelled the request, or left. */
    @Override
    public boolean getAsBoolean() {
        return cancelled;
    }

    public void cancel() {
        cancelled = true;
    }

    /**
     * Tells the client how far its request has come, at most twice a second, if it asked for that.
     *
     * @param total of what is done; 0 if unknown
     * @param what is done, in words
     */
    public synchronized void progressed(long done, long total, String what) {
        if (token == null || cancelled || done <= furthest || System.nanoTime() - told < NANOS_BETWEEN) {
            return; // the protocol wants each value to be higher than the one before
        }
        furthest = done;
        told = System.nanoTime();
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("progressToken", token);
        params.put("progress", done);
        if (total > 0) {
            params.put("total", total);
        }
        params.put("message", what);
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("jsonrpc", "2.0");
        notification.put("method", "notifications/progress");
        notification.put("params", params);
        notifications.accept(notification);
    }
}
