package dev.steno.web.live;

import dev.steno.web.http.RequestJson;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A page's side of a live channel, on a real socket. Any thread. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Deque<Map<String, Object>> received = new ArrayDeque<>();
    private final Map<Long, List<Object>> rows = new HashMap<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean acknowledges;
    private WebSocket socket;
    private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);
    private int frames;

    private LiveClient(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    /** Opens a channel without a first message. */
    static LiveClient connect(InetSocketAddress server, boolean acknowledges) throws Exception {
        LiveClient client = new LiveClient(acknowledges);
        String host = "127.0.0.1:" + server.getPort();
        client.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", "http://" + host)
                .buildAsync(URI.create("ws://" + host + "/api/v1/live"), client)
                .get(180, TimeUnit.SECONDS);
        return client;
    }

    /** Opens a channel and says hello. */
    static LiveClient open(InetSocketAddress server, String token, boolean acknowledges) throws Exception {
        LiveClient client = connect(server, acknowledges);
        client.send("{'t':'hello','token':'" + token + "','v':1}");
        client.next("hi");
        return client;
    }

    /** Sends JSON that is written with apostrophes. */
    void send(String json) throws Exception {
        sendText(json.replace('\'', '"')).get(180, TimeUnit.SECONDS);
    }

    /** One after the other, since the socket accepts no second message before the first has left. */
    private synchronized CompletableFuture<WebSocket> sendText(String json) {
        sending = sending.handle((sent, failure) -> json).thenCompose(text -> socket.sendText(text, true));
        return sending;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            Map<String, Object> message = RequestJson.object(part.toString().getBytes(StandardCharsets.UTF_8));
            part.setLength(0);
            boolean isFrame = "w".equals(message.get("t"));
            boolean isMessages = "m".equals(message.get("t"));
            synchronized (this) {
                received.add(message);
                if (isFrame) {
                    frames++;
                    keepRows(message);
                }
                notifyAll();
            }
            if ((isFrame || isMessages) && acknowledges) {
                sendText("{\"t\":\"ack\",\"" + (isFrame ? "n" : "m") + "\":" + message.get("n") + "}");
            }
        }
        from.request(1);
        return null;
    }

    /** As a page does: it keeps the rows of the ids in the frame. */
    private void keepRows(Map<String, Object> frame) {
        for (Object row : (List<?>) frame.get("rows")) {
            List<Object> cells = new ArrayList<>((List<?>) row);
            rows.put(((Number) cells.get(0)).longValue(), cells);
        }
        rows.keySet().retainAll(ids(frame));
    }

    static List<Long> ids(Map<String, Object> frame) {
        return ((List<?>) frame.get("ids"))
                .stream().map(each -> ((Number) each).longValue()).toList();
    }

    static long number(Map<String, Object> message, String name) {
        return ((Number) message.get(name)).longValue();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }

    /** Returns the next message of a type; earlier messages are dropped. */
    Map<String, Object> next(String type) throws InterruptedException {
        return next(message -> message.get("t").equals(type));
    }

    /** Returns the next message that fits; earlier messages are dropped. */
    synchronized Map<String, Object> next(Predicate<Map<String, Object>> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            while (!received.isEmpty()) {
                Map<String, Object> message = received.poll();
                if (wanted.test(message)) {
                    return message;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no such message came");
            }
            wait(left);
        }
    }

    /** Waits for a frame whose ids fit; returns the frame. */
    Map<String, Object> frame(Predicate<List<Long>> wanted) throws InterruptedException {
        return next(message -> message.get("t").equals("w") && wanted.test(ids(message)));
    }

    /** The rows that the page has, by flow. */
    synchronized Map<Long, List<Object>> rows() {
        return new HashMap<>(rows);
    }

    /** How many frames came. */
    synchronized int frames() {
        return frames;
    }

    /** The messages that were not read yet, without waiting. */
    synchronized List<Map<String, Object>> rest() {
        List<Map<String, Object>> all = new ArrayList<>(received);
        received.clear();
        return all;
    }

    /** Waits until the server closed the channel; returns the code of its close frame. */
    int awaitClose() throws Exception {
        return closed.get(180, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
