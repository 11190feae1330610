package dev.steno.mcp.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one client, whatever transports them. Requests are carried out beside one another, at most {@value #AT_ONCE} at a
 * time, on threads of their own; each is answered when it is done. Any thread.
 */
public final class RpcConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RpcConnection.class);

    private static final int AT_ONCE = 4;

    /** Upper bound on requests that wait; further ones are refused. */
    private static final int WAITING = 64;

    /** Upper bound on the messages of a batch. */
    private static final int BATCH = 50;

    /** How long cancelled requests may take to end. */
    private static final long CANCEL_MILLIS = 500;

    private static final String CANCELLED = "notifications/cancelled";

    private final RpcMethods methods;
    private final Map<Object, Cancellation> underWay = new ConcurrentHashMap<>();
    private final Questions questions = new Questions();
    private final ThreadPoolExecutor workers;

    public RpcConnection(RpcMethods methods) {
        this.methods = methods;
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread made = new Thread(task, "mcp-" + number.incrementAndGet());
                    made.setDaemon(true);
                    return made;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /**
     * Ends the connection: requests under way have a while, then they are cancelled. Blocks.
     *
     * @return whether all work has ended; if not, it waits for the disk and cannot be interrupted
     */
    public boolean end(long graceMillis) {
        workers.shutdown();
        questions.end();
        try {
            if (workers.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                return true;
            }
            if (!underWay.isEmpty()) {
                LOG.warn("the client has left; requests that are cancelled: {}", underWay.size());
            }
            underWay.values().forEach(Cancellation::cancel);
            workers.shutdownNow();
            return workers.awaitTermination(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Takes a message, or a batch of them.
     *
     * @param message as {@link dev.steno.json.JsonInput} reads it
     * @param out receives what belongs to a request and comes before its answer: notifications, and requests to the client
     * @param done called once with the answer, maybe on another thread; with null if there is none
     */
    public void take(@Nullable Object message, Consumer<Map<String, Object>> out, Consumer<@Nullable Object> done) {
        if (message instanceof List<?> batch) {
            takeBatch(batch, out, done);
        } else {
            handle(message, out, done);
        }
    }

    /** Cancels the requests of a message that was taken, since nobody will read their answers. */
    public void cancel(@Nullable Object message) {
        for (Object each : message instanceof List<?> batch ? batch : Collections.singletonList(message)) {
            Object id = RpcRequest.id(each);
            Cancellation cancellation = id == null ? null : underWay.get(id);
            if (cancellation != null) {
                cancellation.cancel();
            }
        }
    }

    private void takeBatch(List<?> batch, Consumer<Map<String, Object>> out, Consumer<@Nullable Object> done) {
        if (!methods.takesBatches() || batch.isEmpty() || batch.size() > BATCH) {
            String why = !methods.takesBatches()
                    ? "this version of the protocol has no batches: send each message in a line of its own"
                    : "a batch has 1 to " + BATCH + " messages, not " + batch.size();
            done.accept(error(null, new RpcError(RpcError.INVALID_REQUEST, why)));
            return;
        }
        List<Object> answers = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(batch.size());
        for (Object message : batch) {
            handle(message, out, answer -> {
                synchronized (answers) {
                    if (answer != null) {
                        answers.add(answer);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    done.accept(answers.isEmpty() ? null : answers); // no other thread adds any more
                }
            });
        }
    }

    private void handle(@Nullable Object message, Consumer<Map<String, Object>> out, Consumer<@Nullable Object> done) {
        RpcRequest request;
        try {
            request = RpcRequest.of(message);
        } catch (RpcError e) {
            done.accept(error(RpcRequest.id(message), e));
            return;
        }
        if (request == null) {
            questions.answered(message);
            done.accept(null);
            return;
        }
        Object id = request.id();
        if (id == null) {
            take(request);
            done.accept(null);
            return;
        }
        Cancellation cancellation = new Cancellation(request.progressToken(), out, questions);
        if (underWay.putIfAbsent(id, cancellation) != null) {
            done.accept(error(id, new RpcError(RpcError.INVALID_REQUEST, "a request with this id is under way")));
            return;
        }
        if (methods.isImmediate(request.method())) {
            done.accept(answer(id, request, cancellation));
            return;
        }
        try {
            workers.execute(() -> done.accept(answer(id, request, cancellation)));
        } catch (RejectedExecutionException e) {
            underWay.remove(id);
            done.accept(
                    error(id, new RpcError(RpcError.INTERNAL, WAITING + " requests wait already; wait for answers")));
        }
    }

    /** Takes a notification; those that are not known need no answer. */
    private void take(RpcRequest notification) {
        if (notification.method().equals(CANCELLED)) {
            Object id = RpcRequest.idOf(notification.params().get("requestId"));
            Cancellation cancellation = id == null ? null : underWay.get(id);
            if (cancellation != null) {
                cancellation.cancel();
            }
        }
    }

    /** Carries out a request; null if it was cancelled, since such a request is not answered. */
    private @Nullable Object answer(Object id, RpcRequest request, Cancellation cancelled) {
        try {
            if (cancelled.getAsBoolean()) {
                return null;
            }
            Map<String, Object> answer = head(id);
            answer.put("result", methods.call(request.method(), request.params(), cancelled));
            return cancelled.getAsBoolean() ? null : answer;
        } catch (RpcError e) {
            return cancelled.getAsBoolean() ? null : error(id, e);
        } catch (RuntimeException e) {
            if (cancelled.getAsBoolean()) {
                return null;
            }
            LOG.warn("the request {} failed", request.method(), e);
            return error(
                    id, new RpcError(RpcError.INTERNAL, "internal error: " + e + "; please report it with the log"));
        } finally {
            underWay.remove(id);
        }
    }

    /** The answer to what is not even a message. */
    public static Map<String, Object> unreadable(String why) {
        return error(null, new RpcError(RpcError.PARSE, why));
    }

    private static Map<String, Object> error(@Nullable Object id, RpcError e) {
        Map<String, Object> answer = head(id);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", e.code());
        error.put("message", String.valueOf(e.getMessage()));
        answer.put("error", error);
        return answer;
    }

    private static Map<String, Object> head(@Nullable Object id) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("id", id);
        @SuppressWarnings("unchecked") // the id of a message that cannot be read is null (JSON-RPC 2.0, 5)
        Map<String, Object> head = (Map<String, Object>) (Map<String, ?>) answer;
        return head;
    }
}
