package dev.steno.net.tunnel;

import dev.steno.addon.End;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.stream.RawStreamRelay;
import dev.steno.exchange.stream.RelayedStream;
import dev.steno.exchange.stream.StreamWire;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.net.channel.AbruptClose;
import dev.steno.net.channel.AdmissionGate;
import dev.steno.net.channel.ByteBufChunk;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.IdleWatch;
import dev.steno.net.channel.LingeringClose;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http2.Http2TunnelHandler;
import dev.steno.net.tls.TlsLayers;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Relays a raw stream or a WebSocket between two connections. Each side is read only while the other is writable
 * (back-pressure), and either side may be half-closed. Confined to the event loop that both connections share. Closes both
 * connections and the flow if a side fails or stalls.
 */
public final class ChannelRelay implements StreamWire {
    /** How long the other side may take to reply to a close, in seconds. */
    private static final long PATIENCE_SECONDS = 10;

    private final Channel client;
    private final Channel server;
    private final AdmissionGate gate;
    private final AddonRuntime addons;
    private final RelayedStream stream;
    private final RelaySideHandler fromClient;
    private final RelaySideHandler fromServer;
    private final ArrayDeque<Runnable> paused = new ArrayDeque<>(0);
    private @Nullable Future<?> late;
    private @Nullable IdleWatch halfClosed;
    private Runnable afterEnd = () -> {};
    private final Duration idleTimeout;
    private boolean draining; // the proxy shuts down; independent of whether this stream has ended
    private boolean finished; // both connections are being closed, and the flow is

    private ChannelRelay(ClientConnection client, Channel server, Function<StreamWire, RelayedStream> stream) {
        this.addons = client.proxy().addons();
        this.client = client.channel();
        this.server = server;
        this.fromClient = new RelaySideHandler(this, this.client, Direction.CLIENT_TO_SERVER);
        this.fromServer = new RelaySideHandler(this, server, Direction.SERVER_TO_CLIENT);
        this.idleTimeout = client.proxy().settings().timeouts().idle();
        this.gate = new AdmissionGate(addons.recordBudget(), client.loop(), this::updateReads);
        this.stream = stream.apply(this);
    }

    /**
     * Joins a client's connection to a server's as a raw stream. Bytes of either that were read before are then fired
     * through its pipeline, after which {@link #startReading} is due.
     *
     * @param parent the HTTP flow that began the stream, or 0
     * @param keepMessages whether the record keeps the bytes
     */
    public static ChannelRelay join(
            ClientConnection client,
            Channel server,
            Peer serverPeer,
            Endpoint target,
            String protocol,
            long parent,
            boolean keepMessages) {
        AddonRuntime addons = client.proxy().addons();
        return join(
                client,
                server,
                wire -> new RawStreamRelay(
                        addons,
                        wire,
                        client.loop(),
                        client.peer(),
                        serverPeer,
                        target,
                        protocol,
                        parent,
                        keepMessages,
                        Notes.NONE));
    }

    /** Joins a client's connection to a server's as the stream that the function creates for this wire. */
    public static ChannelRelay join(
            ClientConnection client, Channel server, Function<StreamWire, RelayedStream> stream) {
        ChannelRelay relay = new ChannelRelay(client, server, stream);
        relay.stream.publishOpened();
        relay.fromServer.trace().step(TraceStep.RELAY_BEGUN, null, "");
        relay.client.pipeline().addLast(HandlerNames.RELAY, relay.fromClient);
        relay.server.pipeline().addLast(HandlerNames.RELAY, relay.fromServer);
        return relay;
    }

    /** Starts reading. A side may have been shut before the relay's handlers were added, so the state of both is checked first. */
    public void startReading() {
        flush();
        for (RelaySideHandler side : new RelaySideHandler[] {fromClient, fromServer}) {
            if (!side.channel().isActive()) {
                side.connectionClosed(true);
            } else if (side.channel() instanceof SocketChannel socket && socket.isInputShutdown()
                    || TlsLayers.ended(side.channel())) {
                side.inputEnded();
            }
        }
        updateReads();
    }

    /** Sets what is called once the flow was closed with its connections; not if a person or a handler ends the stream. */
    public void whenFinished(Runnable action) {
        afterEnd = action;
    }

    /**
     * Ends the stream as a client that disconnects would; does nothing if it has ended.
     *
     * @param why the recorded reason
     */
    public void cutOff(String why) {
        stream.inputEnded(Direction.CLIENT_TO_SERVER);
        finishStream(new FlowError(FlowError.Step.RELAY, why, Times.now()), true);
    }

    @Override
    public void sendData(Direction direction, Chunk chunk) {
        Channel to = direction.isFromClient() ? server : client;
        to.write(ByteBufChunk.unwrap(chunk), to.voidPromise());
    }

    @Override
    public void holdReading(Direction direction, boolean held) {
        (direction.isFromClient() ? fromClient : fromServer).hold(held);
        flush();
        updateReads();
    }

    /** Uses a timer without delay: a plain task would run before the event loop polls its sockets again. */
    @Override
    public void runLater(Runnable action) {
        client.eventLoop()
                .schedule(
                        () -> {
                            paused.add(action);
                            runPaused();
                        },
                        0,
                        TimeUnit.NANOSECONDS);
    }

    RelayedStream stream() {
        return stream;
    }

    /** Whether rules slow traffic. */
    boolean isPaced() {
        return addons.pacing() != null;
    }

    PacedInput pacedInput(Direction direction) {
        return new PacedInput(this, addons, client.eventLoop(), direction);
    }

    RelaySideHandler opposite(RelaySideHandler side) {
        return side == fromClient ? fromServer : fromClient;
    }

    /** Data was received. */
    void touch() {
        if (halfClosed != null) {
            halfClosed.touch();
        }
    }

    /** The proxy shuts down. */
    void drain() {
        draining = true;
        stream.proxyDraining();
    }

    boolean isDraining() {
        return draining;
    }

    private void runPaused() {
        while (!finished && !paused.isEmpty() && gate.isOpen()) {
            paused.remove().run();
        }
    }

    @Override
    public void abortStream(End end) {
        if (!(end instanceof End.Reset)) {
            client.flush(); // what was sent so far still arrives
        }
        if (end instanceof End.Hang || end instanceof End.CloseFrame) {
            finished = true; // so that the end of the server's connection does not end the client's
            stopTimers();
            client.config().setAutoRead(true);
        }
        if (end instanceof End.CloseFrame) { // the client answers it, and a close would then reset the connection
            LingeringClose.close(client.pipeline().lastContext(), true);
        } else if (!AbruptClose.end(client, end, idleTimeout) && !Http2TunnelHandler.resetStream(client, end)) {
            client.close();
        }
        discardPaced();
        breakOff(server);
        server.close();
    }

    void flush() {
        client.flush();
        server.flush();
    }

    void updateReads() {
        if (finished) {
            return;
        }
        runPaused();
        boolean admitted = gate.isOpen();
        fromClient.updateRead(admitted);
        fromServer.updateRead(admitted);
    }

    /**
     * Ends the stream once; data that was already read is still flushed.
     *
     * @param broken whether a side ended without an orderly close
     */
    void finishStream(@Nullable FlowError error, boolean broken) {
        if (!finished) {
            finished = true;
            fromServer
                    .trace()
                    .step(TraceStep.RELAY_ENDED, null, error == null ? broken ? "broken" : "" : error.message());
            stopTimers();
            stream.closeFlow(error);
            afterEnd.run();
            close(fromClient, broken);
            close(fromServer, broken);
        }
    }

    private void stopTimers() {
        if (late != null) {
            late.cancel(false);
        }
        if (halfClosed != null) {
            halfClosed.stop();
        }
        gate.close();
        discardPaced();
    }

    private void discardPaced() {
        fromClient.discardPaced();
        fromServer.discardPaced();
    }

    /**
     * The other side was sent all of this side's data. Half-closes the other side if its connection can be; otherwise the stream
     * ends, for a WebSocket as soon as its close is answered.
     */
    void inputRelayed(RelaySideHandler side) {
        RelaySideHandler other = opposite(side);
        if (finished) { // the client of a stream that hangs leaves
            client.close();
            return;
        }
        boolean tls = TlsLayers.on(client) || TlsLayers.on(server); // BoringSSL's engine has no half-close
        if (other.isRelayed()) {
            finishStream(null, false);
        } else if (!tls && other.channel() instanceof SocketChannel socket) {
            socket.shutdownOutput();
            watchOpenSide(other);
        } else if (stream.awaitsCloseReply()) {
            late = client.eventLoop().schedule(() -> finishStream(null, false), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } else {
            finishStream(null, false);
        }
    }

    /** One side is half-closed: the idle timeout applies to the side that is still open. */
    private void watchOpenSide(RelaySideHandler open) {
        if (halfClosed == null && !finished) {
            String sentence = open.direction().sender() + " sent nothing for " + idleTimeout.toMillis() + " ms after "
                    + open.direction().opposite().sender() + " had ended its side (timed out; --idle-timeout)";
            halfClosed = new IdleWatch(
                    open.channel(),
                    idleTimeout,
                    () -> open.channel().config().isAutoRead(),
                    () -> finishStream(new FlowError(FlowError.Step.RELAY, sentence, Times.now()), true));
        }
    }

    private static void breakOff(Channel channel) {
        Http2TunnelHandler frames = channel.pipeline().get(Http2TunnelHandler.class);
        if (frames != null) {
            frames.breakOff();
        }
    }

    /** A side that may still be sending is read until it closes, so that no reset discards what it has not yet read. */
    private static void close(RelaySideHandler side, boolean broken) {
        Channel channel = side.channel();
        SslHandler tls = channel instanceof SocketChannel ? TlsLayers.innermost(channel) : null;
        if (broken) {
            breakOff(channel);
        } else if (tls != null && side.isOpen()) {
            LingeringClose.endTls(channel, tls);
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
