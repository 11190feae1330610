package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
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
 * An HTTP flow that went on as a WebSocket (RFC 6455): its frames pass in both directions, each message is a row of the
 * record at the moment it passes. Where no handler wants to see messages, bytes are sent on as they came before anything
 * else is made of them. Confined to one event loop.
 */
public final class WebSocketRelay implements RelayedStream {
    /** A long stream publishes its counters every so many rows. */
    static final int MILESTONE = 256;

    private final AddonRuntime buses;
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

    WebSocketRelay(AddonRuntime buses, LiveFlow flow, StreamWire wire, Executor loop) {
        this.buses = buses;
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
        MessageTee tee = new MessageTee(buses, flow.id(), direction, () -> rows++);
        return buses.hooks().isEmpty(Hook.MESSAGE)
                ? new ObservedMessages(this, direction, agreed, tee)
                : new HookedMessages(this, direction, agreed, tee);
    }

    // ---- what the directions see

    AddonRuntime buses() {
        return buses;
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

    /** How many rows there are so far. */
    long rows() {
        return rows;
    }

    /** The flow as it is now. */
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

    /** Keeps the first of the sentences. */
    void noteProblem(String sentence) {
        if (problem == null) {
            problem = sentence;
        }
    }

    /** A Close frame was read; the first one counts. */
    void closeFrameRead(Direction direction, int code, String reason) {
        if (close == null) {
            close = new WebSocket.Close(direction, code, reason);
            publish();
        }
    }

    /** A handler wants the stream to end. */
    void dropStream(FlowError why) {
        closeFlow(why);
        wire.abortStream();
    }

    private void publish() {
        published = rows;
        flow.setWebSocket(webSocketSoFar());
        flow.publish();
    }

    // ---- what the wire brings

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

    /** Some clients end their side with their Close frame already; the other's Close frame still comes (RFC 6455, 7.1.2). */
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
        if (close != null) { // as good as over: nobody waits for how the connection ends
            error = failure != null && failure.step() == FlowError.Step.RELAY ? null : failure;
        } else if (draining) {
            error = relayError("Steno was stopped while the WebSocket was open");
        } else if (failure == null || failure.step() == FlowError.Step.RELAY) {
            Direction closer = endedFirst == null ? Direction.SERVER_TO_CLIENT : endedFirst;
            close = new WebSocket.Close(closer, WebSocket.Close.ABNORMAL, "");
            error = failure == null
                    ? relayError(closer.sender() + " ended the connection without closing the WebSocket")
                    : failure;
        }
        flow.setWebSocket(webSocketSoFar());
        flow.publishClosed(error);
        if (error != null && !buses.hooks().isEmpty(Hook.ERROR)) {
            buses.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
    }

    private static FlowError relayError(String sentence) {
        return new FlowError(FlowError.Step.RELAY, sentence, Times.now());
    }
}
