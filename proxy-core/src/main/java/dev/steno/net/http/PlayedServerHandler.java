package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Peer;
import dev.steno.flow.WebSocket;
import dev.steno.flow.WebSocketSource;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.SocketlessChannel;
import dev.steno.net.conn.ClientConnection;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameReader;
import dev.steno.websocket.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server of a WebSocket that exists only as a {@link WebSocketSource}. To the relay it is a connection like any other: what
 * is written to it is read as the client's frames, and the steps of the source arrive as the server's. On the event loop of
 * the client's connection.
 */
final class PlayedServerHandler extends ChannelDuplexHandler implements UpstreamStream, WebSocketSource.Client {
    /** Messages of the client that the source has not taken, above which the client is not read. */
    private static final int MOST_WAITING = 16;

    /** The bit by which the channel tells that the source is behind. */
    private static final int BEHIND = 1;

    /** The time in which the client must answer a Close frame, in seconds. */
    private static final long PATIENCE_SECONDS = 10;

    /** Longest reason of a Close frame, in bytes (RFC 6455, 5.5). */
    private static final int LONGEST_REASON = Frame.CONTROL_LIMIT - 2;

    private final ClientConnection client;
    private final HttpExchange exchange;
    private final WebSocketSource source;
    private final Channel channel = new SocketlessChannel();
    private final FrameWriter writer = new FrameWriter(false);
    private final PlayedInput input = new PlayedInput(this::received, this::answerPing, this::closedByClient);
    private final FrameReader frames = new FrameReader(input);
    private WebSocketSource.@Nullable Messages messages; // null until the WebSocket begins
    private boolean asking; // a step was asked for and not taken yet
    private boolean inMessage; // a part of a message was sent, and not the last one
    private boolean closeSent; // a Close frame, or the end in place of it
    private int waiting;
    private long stepped; // when the previous step was due; a pause begins then, so that delays do not add up

    private PlayedServerHandler(ClientConnection client, HttpExchange exchange, WebSocketSource source) {
        this.client = client;
        this.exchange = exchange;
        this.source = source;
    }

    /** Opens a server for the exchange, which is about to become a WebSocket. */
    static PlayedServerHandler open(ClientConnection client, HttpExchange exchange, WebSocketSource source) {
        PlayedServerHandler server = new PlayedServerHandler(client, exchange, source);
        server.channel.pipeline().addLast(HandlerNames.CLIENT, server);
        client.loop().register(server.channel);
        return server;
    }

    private EventLoop loop() {
        return client.loop();
    }

    // ---- the server's steps

    @Override
    public void handOver() {
        HttpResponse response = exchange.flow().response();
        input.expect(
                response == null
                        ? Compression.NONE
                        : Compression.agreed(response.headers().all("Sec-WebSocket-Extensions")));
        stepped = System.nanoTime();
        messages = source.open(this);
        askNext();
    }

    /** The relay reads on. */
    @Override
    public void read(ChannelHandlerContext context) {
        askNext();
    }

    private void askNext() {
        if (messages == null
                || asking
                || closeSent
                || !channel.isActive()
                || !channel.config().isAutoRead()) {
            return;
        }
        asking = true;
        messages.next().whenComplete((step, error) -> soon(() -> take(error == null ? step : null, error)));
    }

    private void take(WebSocketSource.@Nullable Step step, @Nullable Throwable error) {
        if (error != null) {
            exchange.addRemark("the WebSocket was ended, since its messages cannot be read: " + error.getMessage());
        }
        long now = System.nanoTime();
        if (step == null || step.pause() <= 0) {
            stepped = now;
            perform(step);
        } else {
            stepped = Math.max(stepped + step.pause(), now - step.pause()); // late steps do not catch up by a burst
            loop().schedule(() -> perform(step), stepped - now, TimeUnit.NANOSECONDS);
        }
    }

    private void perform(WebSocketSource.@Nullable Step step) {
        asking = false;
        if (closeSent || !channel.isActive()) {
            return;
        }
        if (step instanceof WebSocketSource.Send send) {
            int opcode = inMessage ? Frame.CONTINUATION : send.kind() == Message.Kind.TEXT ? Frame.TEXT : Frame.BINARY;
            inMessage = !send.last();
            send(writer.frame(send.last(), opcode, send.data()));
            askNext();
        } else if (step instanceof WebSocketSource.Close close) {
            sendClose(close.code(), close.reason());
            loop().schedule(this::end, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
            closeSent = true;
            end();
        }
    }

    private void send(byte[] frame) {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null) {
            context.fireChannelRead(Unpooled.wrappedBuffer(frame));
            context.fireChannelReadComplete();
        }
    }

    private void sendClose(int code, String reason) {
        closeSent = true;
        byte[] text = reason.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(text.length, LONGEST_REASON);
        byte[] payload = new byte[code == WebSocket.Close.NO_CODE ? 0 : 2 + length];
        if (payload.length > 0) {
            payload[0] = (byte) (code >> 8);
            payload[1] = (byte) code;
            System.arraycopy(text, 0, payload, 2, length);
        }
        send(writer.frame(true, Frame.CLOSE, payload));
    }

    /** Ends the connection as a server does that has closed it in order. */
    private void end() {
        ChannelHandlerContext context = channel.pipeline().context(this);
        if (context != null && channel.isActive()) {
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            channel.close();
        }
    }

    // ---- what the client sends

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf data && data.isReadable()) {
            byte[] bytes = new byte[data.readableBytes()];
            data.getBytes(data.readerIndex(), bytes);
            frames.read(bytes, 0, bytes.length);
        }
        ReferenceCountUtil.release(message);
        promise.trySuccess();
    }

    private void received(Message.Kind kind, byte[] data, boolean whole) {
        WebSocketSource.Messages to = messages;
        if (to == null || closeSent) {
            return;
        }
        setWaiting(waiting + 1);
        to.received(kind, data, whole).whenComplete((taken, error) -> soon(() -> setWaiting(waiting - 1)));
    }

    private void setWaiting(int now) {
        waiting = now;
        ChannelOutboundBuffer written = channel.unsafe().outboundBuffer();
        if (written != null) {
            written.setUserDefinedWritability(BEHIND, waiting <= MOST_WAITING);
        }
    }

    private void answerPing(byte[] payload) {
        if (!closeSent) {
            soon(() -> send(writer.frame(true, Frame.PONG, payload)));
        }
    }

    /** The client began or answered the closing handshake. */
    private void closedByClient(byte[] payload) {
        soon(() -> {
            if (!closeSent && channel.isActive()) {
                closeSent = true;
                send(writer.frame(true, Frame.CLOSE, Arrays.copyOf(payload, Math.min(payload.length, 2))));
            }
            end();
        });
    }

    /** Deferred: the caller is within the relay, which would be re-entered. */
    private void soon(Runnable task) {
        try {
            loop().execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the WebSocket
        }
    }

    // ---- for the source

    @Override
    public Executor blocking() {
        return client.proxy().addons().sources();
    }

    @Override
    public void remark(String what) {
        soon(() -> exchange.addRemark(what));
    }

    // ---- as a connection

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (messages != null) {
            messages.close();
        }
        context.fireChannelInactive();
    }

    @Override
    public Peer peer() {
        return Objects.requireNonNull(exchange.flow().server(), "nothing was connected");
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public void attach(UpstreamListener side, HttpExchange served) {
        throw new IllegalStateException("it serves the exchange that it was opened for");
    }

    @Override
    public boolean carriesWebSockets() {
        return true;
    }

    @Override
    public void sendHead(HttpRequest head, boolean body) {
        // it was answered before it was sent
    }

    @Override
    public void sendData(ByteBuf data) {
        data.release();
    }

    @Override
    public void sendEnd(@Nullable Headers trailers) {
        // as above
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isReading() {
        return false;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void read(boolean wanted) {
        // there is no response to read
    }

    @Override
    public void detach() {
        // nothing is attached
    }

    @Override
    public void releaseExchange() {
        channel.close();
    }

    @Override
    public void close() {
        channel.close();
    }
}
