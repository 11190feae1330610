package dev.steno.mcp.rpc;

import dev.steno.json.JsonInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
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
 * Serves one client on two streams until its input ends. Requests are carried out beside one another, at most
 * {@value #AT_ONCE} at a time; each is answered when it is done. At the end, requests under way get a little time, since the
 * input of a program may end before it has read all answers; then they are cancelled.
 */
public final class RpcServer {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

    private static final int AT_ONCE = 4;

    /** Upper bound on requests that wait; further ones are refused. */
    private static final int WAITING = 64;

    /** Upper bound on the messages of a batch. */
    private static final int BATCH = 50;

    private static final long GRACE_MILLIS = 2_000;

    /** How long cancelled requests may take to end. */
    private static final long CANCEL_MILLIS = 500;

    private static final String CANCELLED = "notifications/cancelled";

    private final RpcMethods methods;
    private final LineInput in;
    private final LineOutput out;
    private final Map<Object, Cancellation> underWay = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor workers;

    public RpcServer(RpcMethods methods, InputStream in, OutputStream out) {
        this.methods = methods;
        this.in = new LineInput(in);
        this.out = new LineOutput(out);
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
     * Reads requests until the input ends or the client no longer reads. Blocks.
     *
     * @return whether all work has ended; if not, it waits for the disk and cannot be interrupted
     * @throws IOException if the input cannot be read
     */
    public boolean serve() throws IOException {
        try {
            for (LineInput.Line line = in.next(); line != null && !out.isGone(); line = in.next()) {
                if (!line.isBlank()) {
                    take(line);
                }
            }
        } catch (IOException e) {
            end(0);
            throw e;
        }
        return end(out.isGone() ? 0 : GRACE_MILLIS);
    }

    private boolean end(long graceMillis) {
        workers.shutdown();
        try {
            if (workers.awaitTermination(graceMillis, TimeUnit.MILLISECONDS)) {
                return true;
            }
            LOG.warn("the input has ended; requests that are cancelled: {}", underWay.size());
            underWay.values().forEach(Cancellation::cancel);
            workers.shutdownNow();
            return workers.awaitTermination(CANCEL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(LineInput.Line line) {
        Object message;
        try {
            if (line.isTooLong()) {
                throw new IOException("it is longer than " + (LineInput.LONGEST >> 20) + " MiB");
            }
            message = JsonInput.whole(line.bytes());
        } catch (IOException e) {
            out.write(error(null, new RpcError(RpcError.PARSE, "a line cannot be read: " + e.getMessage())));
            return;
        }
        if (message instanceof List<?> batch) {
            takeBatch(batch);
        } else {
            handle(message, answer -> {
                if (answer != null) {
                    out.write(answer);
                }
            });
        }
    }

    private void takeBatch(List<?> batch) {
        if (!methods.takesBatches() || batch.isEmpty() || batch.size() > BATCH) {
            String why = !methods.takesBatches()
                    ? "this version of the protocol has no batches: send each message in a line of its own"
                    : "a batch has 1 to " + BATCH + " messages, not " + batch.size();
            out.write(error(null, new RpcError(RpcError.INVALID_REQUEST, why)));
            return;
        }
        List<Object> answers = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(batch.size());
        for (Object message : batch) {
            handle(message, answer -> {
                synchronized (answers) {
                    if (answer != null) {
                        answers.add(answer);
                    }
                }
                if (left.decrementAndGet() == 0 && !answers.isEmpty()) {
                    out.write(answers); // no other thread adds any more
                }
            });
        }
    }

    /** @param done called once with the answer; with null if there is none */
    private void handle(@Nullable Object message, Consumer<@Nullable Object> done) {
        RpcRequest request;
        try {
            request = RpcRequest.of(message);
        } catch (RpcError e) {
            done.accept(error(RpcRequest.id(message), e));
            return;
        }
        if (request == null) {
            done.accept(null);
            return;
        }
        Object id = request.id();
        if (id == null) {
            take(request);
            done.accept(null);
            return;
        }
        Cancellation cancellation = new Cancellation(request.progressToken(), out::write);
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
