package dev.steno.net.http;

import dev.steno.exchange.HttpExchange;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Peer;
import dev.steno.flow.WebSocketSource;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.SocketlessChannel;
import dev.steno.net.conn.ClientConnection;
import dev.steno.websocket.Compression;
import dev.steno.websocket.FrameReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The server of a WebSocket that exists only as a {@link WebSocketSource}: what is written to it is read as the client's frames,
 * and the steps of the source arrive as the server's. On the event loop of the client's connection.
 */
final class PlayedServerHandler extends PlayedEndHandler implements UpstreamStream, WebSocketSource.Client {
    /** Messages of the client that the source has not taken, above which the client is not read. */
    private static final int MOST_WAITING = 16;

    /** The bit by which the channel tells that the source is behind. */
    private static final int BEHIND = 1;

    private final HttpExchange exchange;
    private final WebSocketSource source;
    private final PlayedSteps steps = new PlayedSteps(this, false);
    private final PlayedInput input =
            new PlayedInput(this::received, steps::answerPing, payload -> soon(() -> steps.completeClose(payload)));
    private final FrameReader frames = new FrameReader(input);
    private WebSocketSource.@Nullable Messages messages; // null until the WebSocket begins
    private int waiting;

    private PlayedServerHandler(ClientConnection client, HttpExchange exchange, WebSocketSource source) {
        super(client, new SocketlessChannel());
        this.exchange = exchange;
        this.source = source;
    }

    /** Opens a server for the exchange, which is about to become a WebSocket. */
    static PlayedServerHandler open(ClientConnection client, HttpExchange exchange, WebSocketSource source) {
        PlayedServerHandler server = new PlayedServerHandler(client, exchange, source);
        server.channel().pipeline().addLast(HandlerNames.CLIENT, server);
        client.loop().register(server.channel());
        return server;
    }

    // ---- the server's steps

    @Override
    public void handOver() {
        HttpResponse response = exchange.flow().response();
        input.expect(
                response == null
                        ? Compression.NONE
                        : Compression.agreed(response.headers().all("Sec-WebSocket-Extensions")));
        messages = source.open(this);
        begin();
    }

    @Override
    protected @Nullable CompletionStage<WebSocketSource.@Nullable Step> ask() {
        return messages == null ? null : messages.next();
    }

    @Override
    protected void failed(Throwable why) {
        exchange.addRemark("the WebSocket was ended, since its messages cannot be read: " + why.getMessage());
        perform(null);
    }

    @Override
    protected void perform(WebSocketSource.@Nullable Step step) {
        steps.perform(step);
    }

    // ---- what the client sends

    @Override
    protected void received(byte[] data) {
        frames.read(data, 0, data.length);
    }

    private void received(Message.Kind kind, byte[] data, boolean whole) {
        WebSocketSource.Messages to = messages;
        if (to == null || steps.isClosing()) {
            return;
        }
        setWaiting(waiting + 1);
        to.received(kind, data, whole).whenComplete((taken, error) -> soon(() -> setWaiting(waiting - 1)));
    }

    private void setWaiting(int now) {
        waiting = now;
        ChannelOutboundBuffer written = channel().unsafe().outboundBuffer();
        if (written != null) {
            written.setUserDefinedWritability(BEHIND, waiting <= MOST_WAITING);
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
        channel().flush();
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
        channel().close();
    }

    @Override
    public void close() {
        channel().close();
    }
}
