package dev.steno.exchange;

import dev.steno.addon.Buses;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
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

    private final Buses buses;
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

    WebSocketRelay(Buses buses, LiveFlow flow, StreamWire wire, Executor loop) {
        this.buses = buses;
        this.flow = flow;
        this.wire = wire;
        this.loop = loop;
        List<String> extensions =
                flow.response() == null ? List.of() : flow.response().headers().all("Sec-WebSocket-Extensions");
        Compression agreed = Compression.agreed(extensions);
        this.fromClient = direction(Direction.CLIENT_TO_SERVER, agreed);
        this.fromServer = direction(Direction.SERVER_TO_CLIENT, agreed);
    }

    private OneWayMessages direction(Direction direction, Compression agreed) {
        MessageTee tee = new MessageTee(buses, flow.id(), direction, () -> rows++);
        return buses.hooks().isEmpty(Hook.MESSAGE)
                ? new ObservedMessages(this, direction, agreed, tee)
                : new HookedMessages(this, direction, agreed, tee);
    }

    // ---- what the directions see

    Buses buses() {
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
        flow.webSocket(soFar());
        return flow.flow();
    }

    OneWayMessages direction(Direction direction) {
        return direction.isFromClient() ? fromClient : fromServer;
    }

    boolean isClosed() {
        return flow.isClosed();
    }

    private WebSocket soFar() {
        return new WebSocket(fromClient.sent(), fromServer.sent(), rows, close, problem);
    }

    /** Keeps the first of the sentences. */
    void problem(String sentence) {
        if (problem == null) {
            problem = sentence;
        }
    }

    /** A Close frame was read; the first one counts. */
    void closing(Direction direction, int code, String reason) {
        if (close == null) {
            close = new WebSocket.Close(direction, code, reason);
            publish();
        }
    }

    /** A handler wants the stream to end. */
    void drop(FlowError why) {
        close(why);
        wire.abort();
    }

    private void publish() {
        published = rows;
        flow.webSocket(soFar());
        flow.publish();
    }

    // ---- what the wire brings

    @Override
    public void open() {
        publish();
    }

    @Override
    public void data(Direction direction, Chunk chunk) {
        if (isClosed()) {
            chunk.release();
            return;
        }
        direction(direction).data(chunk);
        if (rows - published >= MILESTONE && !isClosed()) {
            publish();
        }
    }

    @Override
    public void whenThrough(Direction direction, Runnable action) {
        direction(direction).whenThrough(action);
    }

    @Override
    public void ended(Direction direction) {
        if (endedFirst == null) {
            endedFirst = direction;
        }
    }

    /** Some clients end their side with their Close frame already; the other's Close frame still comes (RFC 6455, 7.1.2). */
    @Override
    public boolean isClosing() {
        return close != null && !isClosed();
    }

    @Override
    public void draining() {
        draining = true;
    }

    @Override
    public void close(@Nullable FlowError failure) {
        if (isClosed()) {
            return;
        }
        fromClient.release();
        fromServer.release();
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
        flow.webSocket(soFar());
        flow.close(error);
        if (error != null && !buses.hooks().isEmpty(Hook.ERROR)) {
            buses.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
    }

    private static FlowError relayError(String sentence) {
        return new FlowError(FlowError.Step.RELAY, sentence, Times.now());
    }
}
