package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.message.BufferedMessage;
import dev.steno.exchange.message.MessageListener;
import dev.steno.exchange.message.MessageReader;
import dev.steno.exchange.record.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.FrameReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Relays one direction of a WebSocket. As long as no handler of messages is registered, the bytes are forwarded as they
 * are read. Otherwise a message is buffered until it is complete, up to {@link Hook.StreamMessage#SHOWN} bytes, and
 * passed to the handlers; a larger one is forwarded while it arrives and no handler sees it. Which of both applies is
 * decided between two messages. Messages that no handler changes keep their original frames. Owned by a {@link
 * WebSocketRelay}; on its event loop.
 *
 * <p>While a handler decides, the direction is not read. While messages are held for a person, it is read until {@link
 * MessageQueue#MOST} bytes wait: control frames overtake the held messages, and a Close frame ends their wait.
 */
final class OneWayMessages implements FrameListener, MessageListener, MessageQueue.Outlet<BufferedMessage> {

    private enum Stage {
        /** No handler is registered: chunks are forwarded whole. */
        PASSING,
        /** The message is buffered until it is complete. Also the stage between two messages. */
        BUFFERING,
        /** The message is forwarded while it arrives, because it is too large for the hook or unreadable. */
        STREAMING,
        /** The stream has ended and nothing is sent any more. Final. */
        STOPPED
    }

    private final WebSocketRelay relay;
    private final Direction direction;
    private final MessageReader reader;
    private final FrameReader frames;
    private final WebSocketOutput output;
    private final OvertakingFrame overtaking;
    private final InflateBudget budget;
    private final MessageQueue<BufferedMessage> queue;

    private final RelayInput input = new RelayInput();
    private final List<Message> injections = new ArrayList<>(0); // they wait for the end of a message or frame
    private BufferedMessage message = new BufferedMessage();
    private @Nullable BufferedMessage spare;
    private @Nullable Frame frame;
    private Stage stage = Stage.PASSING;
    private boolean advancing; // advance() is on the stack and will process the rest, so it must not be entered again
    private boolean blocked; // the message is too large to be shown, and messages before it wait
    private boolean readingHeld; // the last state passed to the wire
    private boolean closeFrameSeen;

    OneWayMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(this);
        this.output = new WebSocketOutput(relay.wire(), direction, tee, MessageReader.takeover(agreed, direction));
        this.overtaking = new OvertakingFrame(output);
        this.budget = new InflateBudget(relay.wire(), agreed.deflate(), reader::inflated);
        this.queue = new MessageQueue<>(relay.addons(), relay.loop(), relay.holds(), this);
    }

    // ---- reading

    /** Data of this direction was read. Takes ownership of the chunk. */
    void receiveData(Chunk chunk) {
        input.add(chunk);
        if (!budget.isDeferred()) {
            advance();
        }
    }

    private boolean mayRead() {
        return stage != Stage.STOPPED && !blocked && queue.mayOffer();
    }

    private void advance() {
        advancing = true;
        budget.startTurn();
        while (mayRead() && !budget.isSpent() && !input.isEmpty()) {
            if (!input.isInChunk()) {
                if (isBetweenMessages()) {
                    chooseStage();
                }
                input.begin(stage == Stage.PASSING);
            }
            input.read(frames, budget);
            if (input.isPassing()) {
                passRead();
            }
            input.endIfRead();
        }
        advancing = false;
        if (mayRead() && !input.isEmpty()) {
            budget.continueLater(this::advance);
        }
        boolean hold = stage != Stage.STOPPED && (!mayRead() || budget.isDeferred());
        if ((hold || readingHeld) && stage != Stage.STOPPED) {
            readingHeld = hold;
            flush();
        }
        budget.inputRead();
    }

    private void enter(Stage next) {
        stage = stage == Stage.STOPPED ? stage : next;
    }

    private boolean isBetweenMessages() {
        return frames.isBetweenFrames() && !reader.isInMessage();
    }

    private void chooseStage() {
        if (!relay.isHooked() && stage == Stage.BUFFERING && queue.isEmpty() && !output.isSevered()) {
            stage = Stage.PASSING;
        } else if (relay.isHooked() && stage == Stage.PASSING) {
            stage = Stage.BUFFERING;
        }
    }

    /** Sends what was read of a chunk that passes, once all of it was, or at the end of a message after which it stops. */
    private void passRead() {
        boolean border = isBetweenMessages() && isStopWanted();
        if (!input.isChunkRead() && !border) {
            return;
        }
        sendRead();
        if (border) {
            sendInjections();
            chooseStage();
        }
        if (stage != Stage.PASSING) {
            input.stopPassing();
        }
    }

    /** Sends the part of the passing chunk that was read: only then, so that the record lacks nothing that was sent. */
    private void sendRead() {
        Chunk read = input.takeRead();
        if (read != null) {
            output.send(read);
        }
    }

    private boolean isStopWanted() {
        return !injections.isEmpty() || relay.isHooked();
    }

    @Override
    public void progressed() {
        if (blocked && queue.isEmpty()) {
            blocked = false;
            if (message.isBuffering()) {
                passEarly();
            }
        }
        boolean paused = readingHeld;
        if (stage != Stage.STOPPED && !advancing && !budget.isDeferred()) {
            advance();
        }
        if (!paused && !readingHeld) {
            flush(); // advance() has not
        }
    }

    /** Flushes what was sent, and tells whether reading is paused. */
    void flush() {
        if (stage != Stage.STOPPED) {
            relay.wire().holdReading(direction, readingHeld);
        }
    }

    /**
     * Runs the action once all received data was processed: before this method returns, unless inflating takes several
     * turns of the event loop. Held messages are not waited for: a peer that has left ends their wait.
     */
    void whenDrained(Runnable action) {
        budget.whenDrained(() -> {
            endHolds(Hold.Outcome.FAILED);
            action.run();
        });
    }

    /** Counters of the frames that the peer sent. */
    WebSocket.Sent sent() {
        return reader.sent();
    }

    // ---- frames

    @Override
    public void frameBegun(Frame begun) {
        frame = begun;
        reader.frameBegun(begun);
        overtaking.begin(begun.isControl() && !(message.isBuffering() && queue.isEmpty()));
        frameBytes(begun, begun.head(), 0, begun.head().length);
    }

    @Override
    public void framePayload(byte[] data, int from, int length) {
        frameBytes(Objects.requireNonNull(frame, "bytes without a frame"), data, from, length);
        reader.framePayload(data, from, length);
    }

    @Override
    public boolean frameEnded() {
        reader.frameEnded();
        overtaking.end();
        if (stage == Stage.PASSING) {
            return !(isStopWanted() && isBetweenMessages());
        }
        if (stage == Stage.BUFFERING) {
            sendInjections();
        }
        return mayRead();
    }

    @Override
    public void framingLost(String why) {
        reader.framingLost(why);
    }

    @Override
    public void unframedBytes(byte[] data, int from, int length) {
        if (message.isBuffering()) {
            message.appendFrame(data, from, length, false);
        } else if (stage != Stage.PASSING) {
            output.send(Arrays.copyOfRange(data, from, from + length));
        }
        reader.unframedBytes(data, from, length);
    }

    /** Original bytes of a frame: buffered with their message, or forwarded. */
    private void frameBytes(Frame of, byte[] data, int from, int length) {
        if (stage == Stage.PASSING) {
            return;
        }
        if (overtaking.isActive()) {
            overtaking.append(of, data, from, length);
        } else if (message.isBuffering()) {
            message.appendFrame(data, from, length, of.isControl());
            passEarlyIfLarge();
        } else if (of.isControl() || !output.rewrites(message)) {
            output.send(Arrays.copyOfRange(data, from, from + length));
        }
    }

    // ---- messages

    @Override
    public void messageBegun(Message.Kind kind, boolean compressed) {
        boolean raw = kind == Message.Kind.RAW;
        if (stage == Stage.PASSING) {
            output.begin(kind);
        } else if (!raw || !queue.isEmpty()) {
            message.begin(kind, compressed || raw && mayBeCompressed());
        } else if (output.isSevered() && mayBeCompressed()) {
            relay.dropUnreadable(direction);
        } else {
            enter(Stage.STREAMING);
            output.begin(kind);
        }
    }

    private boolean mayBeCompressed() {
        return frame == null || (frame.reserved() & Frame.COMPRESSED) != 0;
    }

    @Override
    public void contentExpected(long size) {
        output.expect(size);
    }

    @Override
    public void contentRead(byte[] data, int from, int length) {
        if (message.isBuffering()) {
            message.appendContent(data, from, length);
            passEarlyIfLarge();
            return;
        }
        output.continueWith(isRewriting() ? message : null, data, from, length);
    }

    private void passEarlyIfLarge() {
        if (message.isLarge()) {
            blocked = !queue.isEmpty();
            if (!blocked) {
                passEarly();
            }
        }
    }

    /** Forwards the buffered part of a message that is too large for the hook or will not be completed. */
    private void passEarly() {
        if (message.kind() == Message.Kind.RAW && output.rewrites(message)) {
            relay.dropUnreadable(direction);
            return;
        }
        enter(Stage.STREAMING);
        output.begin(message);
        message.stopBuffering();
    }

    @Override
    public void messageEnded() {
        if (message.isBuffering()) {
            queueMessage(true);
            return;
        }
        output.end(isRewriting());
        if (stage == Stage.STREAMING) {
            stage = Stage.BUFFERING;
            message.clear();
            sendInjections();
        }
    }

    /** Whether the message is forwarded while it arrives, in new frames. */
    private boolean isRewriting() {
        return stage == Stage.STREAMING && output.rewrites(message);
    }

    @Override
    public void messageTruncated() {
        if (message.isBuffering() && !queue.isEmpty()) {
            queueMessage(false);
            return;
        }
        if (stage == Stage.PASSING) {
            output.truncate();
            return;
        }
        if (output.rewrites(message) && stage != Stage.STOPPED) {
            relay.dropUnreadable(direction);
            return;
        }
        if (message.isBuffering()) {
            passEarly();
        }
        output.truncate();
        enter(Stage.BUFFERING);
        message.clear();
    }

    private void queueMessage(boolean whole) {
        blocked = false;
        BufferedMessage done = message;
        message = spare == null ? new BufferedMessage() : spare;
        spare = null;
        done.stopBuffering();
        if (!queue.isEmpty()) {
            output.send(done.takeControls());
        }
        Message shown = done.toMessage(relay.id(), relay.rows(), direction, whole);
        if (whole && done.kind() != Message.Kind.RAW) {
            queue.offer(done, relay.flow(), shown);
        } else {
            queue.addDecided(done, shown);
        }
    }

    @Override
    public void closeFrameRead(int code, String reason) {
        closeFrameSeen = true;
        if (stage == Stage.BUFFERING && message.isBuffering() && queue.isEmpty()) {
            passEarly(); // the Close frame is among its frames, and what is left of the message may never arrive
        }
        relay.closeFrameRead(direction, code, reason);
    }

    @Override
    public void protocolViolated(String sentence) {
        relay.noteProblem(sentence);
    }

    @Override
    public void forward(@Nullable BufferedMessage original, Message sent, Message.Edit edit) {
        if (original == null) {
            sendInjected(sent);
            return;
        }
        if (sent.last() && sent.kind() != Message.Kind.RAW) {
            output.forward(original, sent, edit);
        } else if (output.rewrites(original)) {
            relay.dropUnreadable(direction);
            return;
        } else {
            output.forwardFrames(original, sent);
        }
        original.clear();
        spare = original;
    }

    @Override
    public void withhold(@Nullable BufferedMessage original, Message received, Message.Edit edit) {
        output.withhold(original, received, edit);
    }

    @Override
    public BufferedMessage held(BufferedMessage original) {
        output.send(original.takeControls());
        return original;
    }

    @Override
    public void dropStream(String reason, End end) {
        relay.dropStream(new FlowError(FlowError.Step.ADDON, reason, Times.now()), end);
    }

    @Override
    public void add(Message added) {
        if (added.direction() != direction) {
            relay.messages(added.direction()).injectMessage(added);
        } else if (!closeFrameSeen) {
            sendInjected(added); // directly after its message, before the others that wait
        }
    }

    // ---- injected messages

    /** Sends a message that no peer sent, between two messages of the peer; ignored after the peer's Close frame. */
    void injectMessage(Message added) {
        if (closeFrameSeen || stage == Stage.STOPPED) {
            return;
        }
        if (isBetweenSentFrames()) {
            sendRead();
            enqueueInjected(added);
        } else {
            injections.add(added);
        }
    }

    /** Whether no part of a message or frame was sent whose rest is missing; they must not interleave (RFC 6455, 5.4). */
    boolean isBetweenSentFrames() {
        return stage == Stage.PASSING ? isBetweenMessages() : stage == Stage.BUFFERING && !overtaking.isSentInPart();
    }

    private void sendInjections() {
        if (!injections.isEmpty() && !overtaking.isSentInPart()) {
            List<Message> all = List.copyOf(injections);
            injections.clear();
            all.forEach(this::enqueueInjected);
        }
    }

    private void enqueueInjected(Message added) {
        if (queue.isEmpty()) {
            sendInjected(added);
        } else {
            queue.addDecided(null, added);
        }
    }

    private void sendInjected(Message added) {
        reader.countInjected(added.data().length);
        output.inject(added);
    }

    /** Ends the wait of the held messages, which are not sent any more. */
    void endHolds(Hold.Outcome outcome) {
        if (queue.hasHeld()) {
            queue.endUndelivered(outcome);
            progressed();
        }
    }

    /** The stream has ended: records an incomplete message and releases the queue. Sends nothing. */
    void stopRelaying(Hold.Outcome outcome) {
        stage = Stage.STOPPED;
        output.stop();
        input.clear();
        queue.endUndelivered(outcome);
        injections.forEach(added -> output.withhold(null, added, Message.Edit.UNDELIVERED));
        injections.clear();
        reader.stopReading();
    }
}
