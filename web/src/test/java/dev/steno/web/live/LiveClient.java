package dev.steno.web.live;

import dev.steno.json.FlowIdJson;
import dev.steno.web.http.RequestJson;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A page's side of a live channel, on a real socket. Any thread. The JDK's client (17) is not used: on a busy machine, one time
 * in twenty it does not tell the end of a connection that is closed after a long message.
 */
final class LiveClient extends SimpleChannelInboundHandler<WebSocketFrame> implements AutoCloseable {
    private static final int LARGEST = 16 << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Deque<Map<String, Object>> received = new ArrayDeque<>();
    private final Map<Long, List<Object>> rows = new HashMap<>();
    private final CompletableFuture<Channel> opened = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean acknowledges;
    private int frames;

    private LiveClient(boolean acknowledges) {
        this.acknowledges = acknowledges;
    }

    private static final class Loop {
        private static final EventLoopGroup ONE = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("live-client", true), NioIoHandler.newFactory());
    }

    /**
     * Opens a channel without a first message.
     *
     * @throws java.util.concurrent.ExecutionException if the server refuses it
     */
    static LiveClient connect(InetSocketAddress server, boolean acknowledges) throws Exception {
        LiveClient client = new LiveClient(acknowledges);
        String host = "127.0.0.1:" + server.getPort();
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri("ws://" + host + "/api/v1/live")
                .customHeaders(new DefaultHttpHeaders().set("Origin", "http://" + host))
                .generateOriginHeader(false)
                .maxFramePayloadLength(LARGEST)
                .handleCloseFrames(false)
                .build();
        Bootstrap connection = new Bootstrap()
                .group(Loop.ONE)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(LARGEST),
                                        new WebSocketClientProtocolHandler(config),
                                        new WebSocketFrameAggregator(LARGEST),
                                        client);
                    }
                });
        connection.connect("127.0.0.1", server.getPort()).sync();
        client.opened.get(180, TimeUnit.SECONDS);
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
        opened.get().writeAndFlush(text(json.replace('\'', '"'))).get(180, TimeUnit.SECONDS);
    }

    /** Sends a message many times without waiting. */
    void flood(String json, int times) {
        Channel channel = opened.join();
        for (int i = 0; i < times; i++) {
            channel.write(text(json.replace('\'', '"')));
        }
        channel.flush();
    }

    private static TextWebSocketFrame text(String json) {
        return new TextWebSocketFrame(json);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            opened.complete(context.channel());
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame end) {
            closed.complete(end.statusCode());
            context.close();
        } else if (frame instanceof TextWebSocketFrame text) {
            received(context, RequestJson.object(text.text().getBytes(StandardCharsets.UTF_8)));
        }
    }

    private void received(ChannelHandlerContext context, Map<String, Object> message) {
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
            acknowledge(context, message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed.complete(-1);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        opened.completeExceptionally(cause);
        context.close();
    }

    /** As a page does: it keeps the rows of the ids in the frame. */
    private void keepRows(Map<String, Object> frame) {
        for (Object row : (List<?>) frame.get("rows")) {
            List<Object> cells = new ArrayList<>((List<?>) row);
            rows.put(flow(cells.get(0)), cells);
        }
        rows.keySet().retainAll(ids(frame));
    }

    static List<Long> ids(Map<String, Object> frame) {
        return ((List<?>) frame.get("ids")).stream().map(LiveClient::flow).toList();
    }

    /** Returns the number of a flow as a message has it. */
    static long flow(Object value) {
        return FlowIdJson.read(value).orElseThrow();
    }

    static long number(Map<String, Object> message, String name) {
        return ((Number) message.get(name)).longValue();
    }

    /** Returns the next message of a type; earlier messages are dropped. */
    Map<String, Object> next(String type) throws InterruptedException {
        return next(message -> message.get("t").equals(type));
    }

    /** Returns the next message that fits; earlier messages are dropped. */
    synchronized Map<String, Object> next(Predicate<Map<String, Object>> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<Map<String, Object>> others = new ArrayList<>();
        while (true) {
            while (!received.isEmpty()) {
                Map<String, Object> message = received.poll();
                if (wanted.test(message)) {
                    return message;
                }
                others.add(message);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no such message came, but " + others);
            }
            wait(left);
        }
    }

    /** Waits for a frame whose ids fit; returns the frame. */
    Map<String, Object> frame(Predicate<List<Long>> wanted) throws InterruptedException {
        return next(message -> message.get("t").equals("w") && wanted.test(ids(message)));
    }

    /** Acknowledges frames of a type until one fits, such as while a list is still read; that one is not acknowledged. */
    Map<String, Object> frameUnacknowledged(String type, Predicate<Map<String, Object>> wanted) throws Exception {
        Map<String, Object> frame = next(type);
        while (!wanted.test(frame)) {
            acknowledge(opened.get(), frame);
            frame = next(type);
        }
        return frame;
    }

    private static void acknowledge(ChannelOutboundInvoker to, Map<String, Object> frame) {
        String field = "w".equals(frame.get("t")) ? "n" : "m";
        to.writeAndFlush(text("{\"t\":\"ack\",\"" + field + "\":" + frame.get("n") + "}"));
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

    /** Waits until the server closed the channel; returns the code of its close frame, -1 if it sent none. */
    int awaitClose() throws Exception {
        return closed.get(180, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        opened.join().close();
    }
}
