package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.exchange.record.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameWriter;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Relays an HTTP flow that continues as a WebSocket (RFC 6455): forwards frames in both directions and records each
 * message as one or more {@link dev.steno.flow.Message} rows when it is forwarded. Without a handler of
 * {@link Hook#MESSAGE} the bytes are forwarded exactly as they were received, whether they can be decoded or not.
 * Confined to one event loop.
 */
public final class WebSocketRelay implements RelayedStream, StreamHolds.Owner {
    /** Number of rows after which a long stream publishes its counters again. */
    public static final int MILESTONE = 256;

    private final AddonRuntime addons;
    private final LiveFlow flow;
    private final StreamWire wire;
    private final Executor loop;
    private final Consumer<Boolean> whenHeld;
    private final StreamHolds holds;
    private final OneWayMessages fromClient;
    private final OneWayMessages fromServer;

    private long rows;
    private long published;
    private WebSocket.@Nullable Close close;
    private @Nullable String problem;
    private @Nullable Direction endedFirst;
    private boolean draining;

    /** @param whenHeld told whether a message is held, each time that this changes */
    public WebSocketRelay(
            AddonRuntime addons, LiveFlow flow, StreamWire wire, Executor loop, Consumer<Boolean> whenHeld) {
        this.whenHeld = whenHeld;
        this.addons = addons;
        this.flow = flow;
        this.wire = wire;
        this.loop = loop;
        this.holds = new StreamHolds(addons, loop, this);
        List<String> extensions =
                flow.response() == null ? List.of() : flow.response().headers().all("Sec-WebSocket-Extensions");
        Compression agreed = Compression.agreed(extensions);
        this.fromClient = newMessages(Direction.CLIENT_TO_SERVER, agreed);
        this.fromServer = newMessages(Direction.SERVER_TO_CLIENT, agreed);
    }

    private OneWayMessages newMessages(Direction direction, Compression agreed) {
        return new OneWayMessages(this, direction, agreed, new MessageTee(addons, flow.id(), direction, () -> rows++));
    }

    // ---- for the two directions

    AddonRuntime addons() {
        return addons;
    }

    StreamWire wire() {
        return wire;
    }

    public StreamHolds holds() {
        return holds;
    }

    /** Whether a handler of messages is registered now. */
    boolean isHooked() {
        return !addons.hooks().isEmpty(Hook.MESSAGE);
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
    @Override
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

    /** A Close frame was read; only the first one counts. Messages that are held then are not sent any more. */
    void closeFrameRead(Direction direction, int code, String reason) {
        fromClient.endHolds(left(direction));
        fromServer.endHolds(left(direction));
        if (close == null) {
            close = new WebSocket.Close(direction, code, reason);
            publish();
        }
    }

    private static Hold.Outcome left(@Nullable Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? Hold.Outcome.CLIENT_LEFT : Hold.Outcome.FAILED;
    }

    /** Ends the stream because the receiver lacks the compression context that a message of the direction depends on. */
    void dropUnreadable(Direction direction) {
        if (!isClosed()) {
            dropStream(
                    relayError(direction.sender()
                            + " sent a compressed message that cannot be inflated, nor forwarded as it is: an addon"
                            + " changed or dropped an earlier message of the same compression context"),
                    End.CLOSE);
        }
    }

    /** Ends the stream because of a handler, or because a message can be neither read nor forwarded. */
    void dropStream(FlowError why, End end) {
        boolean tells = noteCloseFrame(end);
        closeFlow(why);
        abortStream(end, tells);
    }

    /** Ends the stream because a person wants it, whatever Close frames were sent. */
    public void kill(End end, FlowError why, String by) {
        holds.kill(by);
        boolean tells = noteCloseFrame(end);
        stopRelaying(Hold.Outcome.KILLED);
        fail(why);
        abortStream(end, tells);
    }

    /** Returns whether the client can be sent a Close frame: it had none, and no part of a frame was sent to it last. */
    private boolean noteCloseFrame(End end) {
        boolean tells = end instanceof End.CloseFrame && close == null && fromServer.isBetweenSentFrames();
        if (tells) {
            close = new WebSocket.Close(Direction.SERVER_TO_CLIENT, ((End.CloseFrame) end).code(), "");
        }
        return tells;
    }

    private void abortStream(End end, boolean tells) {
        if (tells) {
            int code = ((End.CloseFrame) end).code();
            byte[] frame =
                    new FrameWriter(false).frame(true, Frame.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
            wire.sendData(Direction.SERVER_TO_CLIENT, Chunk.of(frame));
        }
        wire.abortStream(end);
    }

    private void publish() {
        published = rows;
        flow.setWebSocket(webSocketSoFar());
        flow.publish();
    }

    // ---- held and injected messages

    @Override
    public void holdBegan(HoldTerms terms) {
        flow.beginHold(Hold.begin(Hold.Point.MESSAGES, terms.why(), terms.nanos()));
        whenHeld.accept(true);
        publish();
    }

    @Override
    public void holdEnded(Hold.Outcome outcome, String by) {
        flow.endHold(outcome, by);
        whenHeld.accept(false);
        publish();
    }

    /**
     * Sends a message of a person.
     *
     * @throws FlowActionException if a Close frame was sent, or the message has another kind than those of a WebSocket
     */
    public void inject(Direction direction, Message.Kind kind, byte[] data) {
        if (kind != Message.Kind.TEXT && kind != Message.Kind.BINARY) {
            throw new FlowActionException(
                    Reason.INVALID,
                    "flow " + id() + " is a WebSocket: its messages are text or binary; see inject.websocket");
        }
        if (close != null) {
            throw new FlowActionException(
                    Reason.INVALID,
                    "no message can follow in flow " + id() + ": "
                            + close.direction().sender() + " has closed the WebSocket");
        }
        OneWayMessages to = messages(direction);
        to.injectMessage(
                new Message(id(), rows, Times.now(), direction, kind, true, Message.Edit.INJECTED, data.length, data));
        to.flush();
    }

    // ---- from the wire

    @Override
    public void publishOpened() {
        publish();
        tell(Hook.STREAM_OPENED);
    }

    private void tell(Hook<Flow> hook) {
        if (!addons.hooks().isEmpty(hook)) {
            addons.hooks().run(hook, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
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
        stopRelaying(left(endedFirst));
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
        fail(error);
    }

    private void stopRelaying(Hold.Outcome outcome) {
        fromClient.stopRelaying(outcome);
        fromServer.stopRelaying(outcome);
    }

    private void fail(@Nullable FlowError error) {
        addons.inFlight().ended(flow.id());
        flow.setWebSocket(webSocketSoFar());
        flow.publishClosed(error);
        if (error != null && !addons.hooks().isEmpty(Hook.ERROR)) {
            addons.hooks().run(Hook.ERROR, flow.id(), flow.flow(), HookContext.NONE, loop, outcome -> {});
        }
        tell(Hook.STREAM_CLOSED);
        addons.inFlight().release(flow.id());
    }

    private static FlowError relayError(String sentence) {
        return new FlowError(FlowError.Step.RELAY, sentence, Times.now());
    }
}
