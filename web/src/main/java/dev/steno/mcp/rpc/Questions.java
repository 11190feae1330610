package dev.steno.mcp.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests to the client, and its answers. Each request that is being carried out asks one at a time. Any thread. */
final class Questions {
    private static final long POLL_MILLIS = 100;

    private final AtomicLong last = new AtomicLong();
    private final Map<Object, CompletableFuture<Map<String, @Nullable Object>>> asked = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /**
     * Asks the client, and waits for its answer. Blocks.
     *
     * @return the result; empty if the question was given up, since the client left or cancelled what it is about
     * @throws RpcError if the client answers with an error
     * @throws TimeoutException if it does not answer in time
     */
    Map<String, @Nullable Object> ask(
            String method,
            Map<String, Object> params,
            Consumer<Map<String, Object>> out,
            BooleanSupplier givenUp,
            long patienceNanos)
            throws RpcError, TimeoutException {
        Object id = "steno-" + last.incrementAndGet();
        CompletableFuture<Map<String, @Nullable Object>> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            Map<String, Object> question = new LinkedHashMap<>();
            question.put("jsonrpc", "2.0");
            question.put("id", id);
            question.put("method", method);
            question.put("params", params);
            out.accept(question);
            long begun = System.nanoTime();
            while (!ended && !givenUp.getAsBoolean()) {
                try {
                    return result(answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS));
                } catch (TimeoutException e) {
                    if (System.nanoTime() - begun > patienceNanos) {
                        out.accept(cancelled(id));
                        throw e;
                    }
                }
            }
            return Map.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing completes it with one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } finally {
            asked.remove(id);
        }
    }

    private static Map<String, Object> cancelled(Object id) {
        Map<String, Object> notification = new LinkedHashMap<>();
        notification.put("jsonrpc", "2.0");
        notification.put("method", "notifications/cancelled");
        notification.put("params", Map.of("requestId", id, "reason", "no answer in time"));
        return notification;
    }

    @SuppressWarnings("unchecked") // the reader of JSON creates maps with these types only
    private static Map<String, @Nullable Object> result(Map<String, @Nullable Object> answer) throws RpcError {
        if (answer.get("result") instanceof Map<?, ?> result) {
            return (Map<String, @Nullable Object>) result;
        }
        String why = answer.get("error") instanceof Map<?, ?> error
                ? String.valueOf(error.get("message"))
                : "neither a result nor an error";
        throw new RpcError(RpcError.INTERNAL, why);
    }

    /** Takes a response of the client; one that nothing waits for is dropped. */
    @SuppressWarnings("unchecked") // the reader of JSON creates maps with these types only
    void answered(@Nullable Object message) {
        Object id = RpcRequest.id(message);
        CompletableFuture<Map<String, @Nullable Object>> waiting = id == null ? null : asked.get(id);
        if (waiting != null && message instanceof Map<?, ?> map) {
            waiting.complete((Map<String, @Nullable Object>) map);
        }
    }

    /** Gives up all questions: no answer will come. */
    void end() {
        ended = true;
    }
}
