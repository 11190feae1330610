package dev.steno.exchange;

import dev.steno.addon.Hook;
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
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
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
    private final MessageTee tee;
    private final ReceiverContext receiver;
    private final InflateBudget budget;
    private final MessageQueue<BufferedMessage> queue;

    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest; // copy of the chunk that is being read, read up to restAt
    private int restAt;
    private @Nullable Chunk passing; // that chunk, if it is forwarded whole; sent up to passedTo
    private int passedTo;

    private final List<Message> injections = new ArrayList<>(0); // they wait for the end of a message or frame
    private final ByteArrayOutputStream control = new ByteArrayOutputStream(0); // a control frame that overtakes
    private BufferedMessage message = new BufferedMessage();
    private @Nullable BufferedMessage spare;
    private @Nullable Frame frame;
    private Stage stage = Stage.PASSING;
    private boolean advancing; // advance() is on the stack and will process the rest, so it must not be entered again
    private boolean blocked; // the message is too large to be shown, and messages before it wait
    private boolean overtakes; // the control frame that is read overtakes the messages
    private boolean longControl; // a control frame that is too long is forwarded while it arrives
    private boolean readingHeld; // the last state passed to the wire
    private boolean closeFrameSeen;

    OneWayMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.tee = tee;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(this);
        this.receiver = new ReceiverContext(direction, MessageReader.takeover(agreed, direction));
        this.budget = new InflateBudget(relay.wire(), agreed.deflate(), reader::inflated);
        this.queue = new MessageQueue<>(relay.addons(), relay.loop(), relay.holds(), this);
    }

    // ---- reading

    /** Data of this direction was read. Takes ownership of the chunk. */
    void receiveData(Chunk chunk) {
        waiting.add(chunk);
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
        while (mayRead() && !budget.isSpent() && (rest != null || nextChunk())) {
            byte[] bytes = Objects.requireNonNull(rest);
            restAt = frames.read(bytes, restAt, budget.readLimit(restAt, bytes.length));
            if (passing != null) {
                passRead(bytes.length);
            }
            if (restAt == bytes.length) {
                rest = null;
            }
        }
        advancing = false;
        if (mayRead() && (rest != null || !waiting.isEmpty())) {
            budget.continueLater(this::advance);
        }
        boolean hold = stage != Stage.STOPPED && (!mayRead() || budget.isDeferred());
        if ((hold || readingHeld) && stage != Stage.STOPPED) {
            readingHeld = hold;
            flush();
        }
        budget.inputRead();
    }

    private boolean nextChunk() {
        Chunk next = waiting.poll();
        if (next == null) {
            return false;
        }
        if (isBetweenMessages()) {
            chooseStage();
        }
        rest = new byte[next.size()];
        restAt = 0;
        next.copyTo(0, rest, 0, rest.length);
        if (stage == Stage.PASSING) {
            passing = next;
            passedTo = 0;
        } else {
            next.release();
        }
        return true;
    }

    private boolean isBetweenMessages() {
        return frames.isBetweenFrames() && !reader.isInMessage();
    }

    private void chooseStage() {
        if (!relay.isHooked() && stage == Stage.BUFFERING && queue.isEmpty() && !receiver.isSevered()) {
            stage = Stage.PASSING;
        } else if (relay.isHooked() && stage == Stage.PASSING) {
            stage = Stage.BUFFERING;
        }
    }

    /** Sends what was read of a chunk that passes, once all of it was, or at the end of a message after which it stops. */
    private void passRead(int size) {
        boolean border = isBetweenMessages() && isStopWanted();
        if (restAt < size && !border) {
            return;
        }
        sendRead();
        if (border) {
            sendInjections();
            chooseStage();
        }
        if (restAt == size || stage != Stage.PASSING) {
            releasePassing();
        }
    }

    /** Sends the part of the passing chunk that was read: only then, so that the record lacks nothing that was sent. */
    private void sendRead() {
        Chunk chunk = passing;
        if (chunk == null || stage == Stage.STOPPED) {
            return;
        }
        if (passedTo == 0 && restAt == chunk.size()) {
            passing = null;
            relay.wire().sendData(direction, chunk);
        } else if (restAt > passedTo) {
            byte[] part = new byte[restAt - passedTo];
            chunk.copyTo(passedTo, part, 0, part.length);
            passedTo = restAt;
            send(part);
        }
    }

    private void releasePassing() {
        if (passing != null) {
            passing.release();
            passing = null;
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
        overtakes = begun.isControl() && !(message.isBuffering() && queue.isEmpty());
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
        longControl = false;
        if (control.size() > 0) {
            send(control.toByteArray());
            control.reset();
        }
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
            send(Arrays.copyOfRange(data, from, from + length));
        }
        reader.unframedBytes(data, from, length);
    }

    /** Original bytes of a frame: buffered with their message, or forwarded. */
    private void frameBytes(Frame of, byte[] data, int from, int length) {
        if (stage == Stage.PASSING) {
            return;
        }
        if (overtakes) {
            controlBytes(of, data, from, length);
        } else if (message.isBuffering()) {
            message.appendFrame(data, from, length, of.isControl());
            passEarlyIfLarge();
        } else if (of.isControl() || !receiver.rewrites(message)) {
            send(Arrays.copyOfRange(data, from, from + length));
        }
    }

    private void controlBytes(Frame of, byte[] data, int from, int length) {
        if (of.length() > Frame.CONTROL_LIMIT) {
            longControl = true;
            send(Arrays.copyOfRange(data, from, from + length));
        } else {
            control.write(data, from, length); // sent whole, so that no injected message gets into it
        }
    }

    private void send(byte[] bytes) {
        if (stage != Stage.STOPPED && bytes.length > 0) {
            relay.wire().sendData(direction, Chunk.of(bytes));
        }
    }

    // ---- messages

    @Override
    public void messageBegun(Message.Kind kind, boolean compressed) {
        boolean raw = kind == Message.Kind.RAW;
        if (stage == Stage.PASSING) {
            tee.beginMessage(kind, Message.Edit.NONE);
        } else if (!raw || !queue.isEmpty()) {
            message.begin(kind, compressed || raw && mayBeCompressed());
        } else if (receiver.isSevered() && mayBeCompressed()) {
            dropUnreadable();
        } else {
            stage = stage == Stage.STOPPED ? stage : Stage.STREAMING;
            tee.beginMessage(kind, Message.Edit.NONE);
        }
    }

    private boolean mayBeCompressed() {
        return frame == null || (frame.reserved() & Frame.COMPRESSED) != 0;
    }

    @Override
    public void contentExpected(long size) {
        tee.expectSize(size);
    }

    @Override
    public void contentRead(byte[] data, int from, int length) {
        if (message.isBuffering()) {
            message.appendContent(data, from, length);
            passEarlyIfLarge();
            return;
        }
        tee.copyContent(data, from, length);
        if (stage == Stage.STREAMING && receiver.rewrites(message)) {
            send(receiver.part(message, Arrays.copyOfRange(data, from, from + length)));
        }
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
        if (message.kind() == Message.Kind.RAW && receiver.rewrites(message)) {
            dropUnreadable();
            return;
        }
        stage = stage == Stage.STOPPED ? stage : Stage.STREAMING;
        tee.beginMessage(message.kind(), Message.Edit.NONE);
        byte[] content = message.content();
        tee.expectSize(content.length);
        tee.copyContent(content, 0, content.length);
        send(receiver.begun(message));
        message.stopBuffering();
    }

    @Override
    public void messageEnded() {
        if (message.isBuffering()) {
            queueMessage(true);
            return;
        }
        tee.endMessage();
        if (stage == Stage.STREAMING) {
            if (receiver.rewrites(message)) {
                send(receiver.last());
            }
            streamed();
        }
    }

    private void streamed() {
        stage = stage == Stage.STOPPED ? stage : Stage.BUFFERING;
        message.clear();
        sendInjections();
    }

    @Override
    public void messageTruncated() {
        if (message.isBuffering() && !queue.isEmpty()) {
            queueMessage(false);
            return;
        }
        if (stage == Stage.PASSING) {
            tee.truncateMessage();
            return;
        }
        if (receiver.rewrites(message) && stage != Stage.STOPPED) {
            dropUnreadable();
            return;
        }
        if (message.isBuffering()) {
            passEarly();
        }
        tee.truncateMessage();
        stage = stage == Stage.STOPPED ? stage : Stage.BUFFERING;
        message.clear();
    }

    private void queueMessage(boolean whole) {
        blocked = false;
        BufferedMessage done = message;
        message = spare == null ? new BufferedMessage() : spare;
        spare = null;
        done.stopBuffering();
        if (!queue.isEmpty()) {
            send(done.takeControls());
        }
        byte[] content = done.content();
        Message shown = new Message(
                relay.id(),
                relay.rows(),
                Times.now(),
                direction,
                done.kind(),
                whole,
                Message.Edit.NONE,
                content.length,
                content);
        if (whole && done.kind() != Message.Kind.RAW) {
            queue.offer(done, relay.flow(), shown);
        } else {
            queue.addDecided(done, shown);
        }
    }

    /** Ends the stream because the receiver lacks the compression context that this message depends on. */
    private void dropUnreadable() {
        if (stage != Stage.STOPPED) {
            relay.dropStream(new FlowError(
                    FlowError.Step.RELAY,
                    direction.sender()
                            + " sent a compressed message that cannot be inflated, nor forwarded as it is: an addon"
                            + " changed or dropped an earlier message of the same compression context",
                    Times.now()));
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

    // ---- what the queue forwards

    @Override
    public void forward(@Nullable BufferedMessage original, Message sent, Message.Edit edit) {
        if (original == null) {
            sendInjected(sent);
        } else if (!sent.last() || sent.kind() == Message.Kind.RAW) {
            forwardUnreadable(original, sent);
        } else {
            tee.recordWhole(original.kind(), edit, sent.data());
            boolean same = edit == Message.Edit.NONE;
            send(same ? receiver.unchanged(original) : receiver.changed(original, sent.data()));
            recycle(original);
        }
    }

    private void forwardUnreadable(BufferedMessage original, Message sent) {
        if (receiver.rewrites(original)) {
            dropUnreadable();
            return;
        }
        tee.beginMessage(original.kind(), Message.Edit.NONE);
        tee.copyContent(sent.data(), 0, sent.data().length);
        if (sent.last()) {
            tee.endMessage();
        } else {
            tee.truncateMessage();
        }
        send(original.frames());
        recycle(original);
    }

    private void recycle(BufferedMessage original) {
        original.clear();
        spare = original;
    }

    @Override
    public void withhold(@Nullable BufferedMessage original, Message received, Message.Edit edit) {
        tee.recordWhole(received.kind(), edit, received.data());
        if (original != null && edit == Message.Edit.DROPPED) {
            send(receiver.dropped(original));
        }
    }

    @Override
    public BufferedMessage held(BufferedMessage original) {
        send(original.takeControls());
        return original;
    }

    @Override
    public void dropStream(String reason) {
        relay.dropStream(new FlowError(FlowError.Step.ADDON, reason, Times.now()));
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
    private boolean isBetweenSentFrames() {
        return stage == Stage.PASSING ? isBetweenMessages() : stage == Stage.BUFFERING && !longControl;
    }

    private void sendInjections() {
        if (!injections.isEmpty() && !longControl) {
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
        boolean text = added.kind() == Message.Kind.TEXT;
        Message.Kind kind = text ? Message.Kind.TEXT : Message.Kind.BINARY;
        tee.recordWhole(kind, Message.Edit.INJECTED, added.data());
        reader.countInjected(added.data().length);
        send(receiver.whole(kind, added.data()));
    }

    // ---- ends

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
        waiting.forEach(Chunk::release);
        waiting.clear();
        releasePassing();
        queue.endUndelivered(outcome);
        reader.stopReading();
    }
}
