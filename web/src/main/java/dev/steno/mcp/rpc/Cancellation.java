package dev.steno.mcp.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client's interest in a request: whether the answer is still wanted, whether it wants to know of the progress,
 * and what it answers if it is asked back. Any thread. */
public final class Cancellation implements BooleanSupplier {
    private static final long NANOS_BETWEEN = TimeUnit.MILLISECONDS.toNanos(500);

    private final @Nullable Object token;
    private final Consumer<Map<String, Object>> out;
    private final Questions questions;
    private long told = System.nanoTime() - NANOS_BETWEEN; // guarded by this
    private long furthest; // guarded by this
    private volatile boolean cancelled;

    /** Of a request whose client is told of the answer only. */
    public Cancellation() {
        this(null, message -> {}, new Questions());
    }

    /**
     * @param token by which the client knows the progress of the request; null if it did not ask for it
     * @param out sends a message to the client
     */
    Cancellation(@Nullable Object token, Consumer<Map<String, Object>> out, Questions questions) {
        this.token = token;
        this.out = out;
        this.questions = questions;
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
     * Asks the client for something that its request depends on, and waits for its answer. Blocks.
     *
     * @return the result; empty if the request was cancelled meanwhile, or the client left
     * @throws RpcError if the client answers with an error
     * @throws TimeoutException if it does not answer in time
     */
    public Map<String, @Nullable Object> ask(String method, Map<String, Object> params, long patienceNanos)
            throws RpcError, TimeoutException {
        return questions.ask(method, params, out, this, patienceNanos);
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
        out.accept(notification);
    }
}
