package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.message.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Relays an HTTP flow that continues as a WebSocket (RFC 6455): forwards frames in both directions and records each
 * message as one or more {@link dev.steno.flow.Message} rows when it is forwarded. Without a handler of
 * {@link Hook#MESSAGE} the bytes are forwarded exactly as they were received, whether they can be decoded or not.
 * Confined to one event loop.
 */
public final class WebSocketRelay implements RelayedStream {
    /** Number of rows after which a long stream publishes its counters again. */
    static final int MILESTONE = 256;

    private final AddonRuntime addons;
    private final LiveFlow flow;
    private final StreamWire wire;
    private final Executor loop;
    private final OneWayMessages fromClient;
    private final OneWayMessages fromServer;

    private long rows;
    private long published;
    private WebSocket.@Nullable Close close;
    private @Nullable String problem;
    private @Nullable Direction endedFirst;
    private boolean draining;

    WebSocketRelay(AddonRuntime addons, LiveFlow flow, StreamWire wire, Executor loop) {
        this.addons = addons;
        this.flow = flow;
        this.wire = wire;
        this.loop = loop;
        List<String> extensions =
                flow.response() == null ? List.of() : flow.response().headers().all("Sec-WebSocket-Extensions");
        Compression agreed = Compression.agreed(extensions);
        this.fromClient = newMessages(Direction.CLIENT_TO_SERVER, agreed);
        this.fromServer = newMessages(Direction.SERVER_TO_CLIENT, agreed);
    }

    private OneWayMessages newMessages(Direction direction, Compression agreed) {
        MessageTee tee = new MessageTee(addons, flow.id(), direction, () -> rows++);
        return addons.hooks().isEmpty(Hook.MESSAGE)
                ? new ObservedMessages(this, direction, agreed, tee)
                : new HookedMessages(this, direction, agreed, tee);
    }

    // ---- for the two directions

    AddonRuntime addons() {
        return addons;
    }

    StreamWire wire() {
        return wire;
    }

    Executor loop() {
        return loop;
    }

    long id() {
        return flow.id();
    }

    /** Number of rows so far, in both directions. */
    long rows() {
        return rows;
    }

    /** The current flow. */
    public HttpFlow flow() {
        flow.setWebSocket(webSocketSoFar());
        return flow.flow();
    }

    OneWayMessages messages(Direction direction) {
        return direction.isFromClient() ? fromClient : fromServer;
    }

    boolean isClosed() {
        return flow.isClosed();
    }

    private WebSocket webSocketSoFar() {
        return new WebSocket(fromClient.sent(), fromServer.sent(), rows, close, problem);
    }

    /** Records a protocol violation; only the first one counts. */
    void noteProblem(String sentence) {
        if (problem == null) {
            problem = sentence;
        }
    }

    /** A Close frame was read; only the first one counts. */
    void closeFrameRead(Direction direction, int code, String reason) {
        if (close == null) {
            close = new WebSocket.Close(direction, code, reason);
            publish();
        }
    }

    /** Ends the stream because of a handler, or because a message can be neither read nor forwarded. */
    void dropStream(FlowError why) {
        closeFlow(why);
        wire.abortStream();
    }

    private void publish() {
        published = rows;
        flow.setWebSocket(webSocketSoFar());
        flow.publish();
    }

    // ---- from the wire

    @Override
    public void publishOpened() {
        publish();
    }

    @Override
    public void relayData(Direction direction, Chunk chunk) {
        if (isClosed()) {
            chunk.release();
            return;
        }
        messages(direction).receiveData(chunk);
        if (rows - published >= MILESTONE && !isClosed()) {
            publish();
        }
    }

    @Override
    public void whenDrained(Direction direction, Runnable action) {
        messages(direction).whenDrained(action);
    }

    @Override
    public void inputEnded(Direction direction) {
        if (endedFirst == null) {
            endedFirst = direction;
        }
    }

    /**
     * Some clients shut down their side right after their Close frame; the peer's Close frame still follows
     * (RFC 6455, 7.1.2).
     */
    @Override
    public boolean awaitsCloseReply() {
        return close != null && !isClosed();
    }

    @Override
    public void proxyDraining() {
        draining = true;
    }

    @Override
    public void closeFlow(@Nullable FlowError failure) {
        if (isClosed()) {
            return;
        }
        fromClient.stopRelaying();
        fromServer.stopRelaying();
        FlowError error = failure;
        if (close != null) { // the close handshake has begun: the way in which the TCP connections end is irrelevant
            error = failure != null && failure.step() == FlowError.Step.RELAY ? null : failure;
        } else if (draining) {
            error = relayError("Steno was stopped while the WebSocket was open");
        } else if (failure == null || failure.step() == FlowError.Step.RELAY) {
            Direction closer = endedFirst == null ? Direction.SERVER_TO_CLIENT : endedFirst;
            close = new WebSocket.Close(closer, WebSocket.Close.ABNORMAL, "");
            error = failure == null
                    ? relayError(closer.sender() + " ended the connection without a Close frame")
                    : failure;
        }
        flow.setWebSocket(webSocketSoFar());
        flow.publishClosed(error);
        if (error != null && !addons.hooks().isEmpty(Hook.ERROR)) {
            addons.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
    }

    private static FlowError relayError(String sentence) {
        return new FlowError(FlowError.Step.RELAY, sentence, Times.now());
    }
}
