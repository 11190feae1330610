package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.message.BufferedMessage;
import dev.steno.exchange.message.MessageListener;
import dev.steno.exchange.message.MessageReader;
import dev.steno.exchange.message.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameListener;
import dev.steno.websocket.FrameReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Passes the messages of one direction of a WebSocket to the message hook, one at a time and in order. While the hook
 * decides, reading of this direction is paused. A message is buffered until it is complete, up to {@link
 * Hook.StreamMessage#SHOWN} bytes; a larger one is forwarded while it arrives and no hook sees it. Messages that no
 * handler changes keep their original frames. On the stream's event loop.
 */
final class HookedMessages implements OneWayMessages, FrameListener, MessageListener {

    /** The state of the message that is being read. */
    private enum Stage {
        /** The message is buffered until it is complete. Also the stage between two messages. */
        BUFFERING,
        /**
         * The message is forwarded while it arrives, because it is too large for the hook or unreadable. Injected
         * messages are queued until its end.
         */
        STREAMING,
        /** The message is complete and the hook decides on it. No further frame is read. */
        IN_HOOK,
        /** The stream has ended and nothing is sent any more. Final. */
        STOPPED
    }

    private final WebSocketRelay relay;
    private final Direction direction;
    private final MessageReader reader;
    private final FrameReader frames;
    private final MessageTee tee;
    private final BufferedMessage held;
    private final InflateBudget budget;

    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest;
    private int restAt;

    private final List<Message> injections = new ArrayList<>(0);
    private @Nullable Frame frame;
    private Stage stage = Stage.BUFFERING;
    private boolean advancing; // advance() is on the stack and will process the rest, so it must not be entered again
    private boolean readingHeld; // the last state passed to the wire
    private boolean closeFrameSeen;
    private HookChain.@Nullable Run run;

    HookedMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.tee = tee;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(this);
        this.held = new BufferedMessage(direction, MessageReader.takeover(agreed, direction));
        this.budget = new InflateBudget(relay.wire(), agreed.deflate(), reader::inflated);
    }

    private void enterStage(Stage next) {
        if (stage != Stage.STOPPED) {
            stage = next;
        }
    }

    private boolean mayRead() {
        return stage == Stage.BUFFERING || stage == Stage.STREAMING;
    }

    @Override
    public void receiveData(Chunk chunk) {
        waiting.add(chunk);
        if (!budget.isDeferred()) {
            advance();
        }
    }

    private void advance() {
        advancing = true;
        budget.startTurn();
        while (mayRead() && !budget.isSpent()) {
            if (rest == null) {
                Chunk next = waiting.poll();
                if (next == null) {
                    break;
                }
                rest = new byte[next.size()];
                restAt = 0;
                next.copyTo(0, rest, 0, rest.length);
                next.release();
            }
            byte[] bytes = rest;
            restAt = frames.read(bytes, restAt, budget.readLimit(restAt, bytes.length));
            if (restAt == bytes.length) {
                rest = null;
            }
        }
        advancing = false;
        if (mayRead() && (rest != null || !waiting.isEmpty())) {
            budget.continueLater(this::advance);
        }
        boolean hold = stage == Stage.IN_HOOK || budget.isDeferred();
        if ((hold || readingHeld) && stage != Stage.STOPPED) {
            readingHeld = hold;
            // Called even without a change, since it flushes forwarded data.
            relay.wire().holdReading(direction, readingHeld);
        }
        budget.inputRead();
    }

    @Override
    public void whenDrained(Runnable action) {
        budget.whenDrained(action);
    }

    // ---- frames

    @Override
    public void frameBegun(Frame begun) {
        frame = begun;
        reader.frameBegun(begun);
        frameBytes(begun.head(), 0, begun.head().length);
    }

    @Override
    public void framePayload(byte[] data, int from, int length) {
        frameBytes(data, from, length);
        reader.framePayload(data, from, length);
    }

    @Override
    public boolean frameEnded() {
        reader.frameEnded();
        return mayRead();
    }

    @Override
    public void framingLost(String why) {
        reader.framingLost(why);
    }

    @Override
    public void unframedBytes(byte[] data, int from, int length) {
        send(Arrays.copyOfRange(data, from, from + length));
        reader.unframedBytes(data, from, length);
    }

    /** Original bytes of a frame: buffered with their message, or forwarded. */
    private void frameBytes(byte[] data, int from, int length) {
        boolean control = Objects.requireNonNull(frame, "bytes without a frame").isControl();
        if (held.isHolding()) {
            held.appendFrame(data, from, length, control);
            if (held.isLarge()) {
                passEarly();
            }
        } else if (control || !held.isRewritten()) {
            send(Arrays.copyOfRange(data, from, from + length));
        }
    }

    private void send(byte[] bytes) {
        if (stage != Stage.STOPPED) {
            relay.wire().sendData(direction, Chunk.of(bytes));
        }
    }

    // ---- messages

    @Override
    public void messageBegun(Message.Kind kind, boolean compressed) {
        if (kind == Message.Kind.RAW) {
            if (held.isSevered() && (frame == null || (frame.reserved() & Frame.COMPRESSED) != 0)) {
                dropUnreadable();
                return;
            }
            enterStage(Stage.STREAMING);
            tee.beginMessage(kind, Message.Edit.NONE);
        } else {
            held.beginMessage(kind, compressed);
        }
    }

    @Override
    public void contentExpected(long size) {
        tee.expectSize(size);
    }

    @Override
    public void contentRead(byte[] data, int from, int length) {
        if (held.isHolding()) {
            held.appendContent(data, from, length);
            if (held.isLarge()) {
                passEarly();
            }
            return;
        }
        tee.copyContent(data, from, length);
        if (held.isRewritten()) {
            send(held.partFrame(Arrays.copyOfRange(data, from, from + length)));
        }
    }

    /** Forwards the buffered part of a message that is too large for the hook or will not be completed. */
    private void passEarly() {
        enterStage(Stage.STREAMING);
        tee.beginMessage(held.kind(), Message.Edit.NONE);
        byte[] content = held.content();
        tee.expectSize(content.length);
        tee.copyContent(content, 0, content.length);
        send(held.stopHolding());
    }

    @Override
    public void messageEnded() {
        if (held.isHolding()) {
            runHook();
            return;
        }
        tee.endMessage();
        if (held.isRewritten()) {
            send(held.lastFrame());
        }
        messagePassed();
    }

    private void messagePassed() {
        enterStage(Stage.BUFFERING);
        held.clear();
        List<Message> all = List.copyOf(injections);
        injections.clear();
        all.forEach(this::injectMessage);
    }

    @Override
    public void messageTruncated() {
        if (held.isRewritten() && stage != Stage.STOPPED) {
            dropUnreadable();
            return;
        }
        if (held.isHolding()) {
            passEarly();
        }
        tee.truncateMessage();
        enterStage(Stage.BUFFERING);
        held.clear();
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
        relay.closeFrameRead(direction, code, reason);
    }

    @Override
    public void protocolViolated(String sentence) {
        relay.noteProblem(sentence);
    }

    // ---- the hook

    private void runHook() {
        byte[] content = held.content();
        Message shown = new Message(
                relay.id(),
                relay.rows(),
                Times.now(),
                direction,
                held.kind(),
                true,
                Message.Edit.NONE,
                content.length,
                content);
        enterStage(Stage.IN_HOOK);
        run = relay.addons()
                .hooks()
                .run(
                        Hook.MESSAGE,
                        relay.id(),
                        new Hook.StreamMessage(relay.flow(), shown),
                        HookContext.NONE,
                        relay.loop(),
                        outcome -> hookDone(shown, outcome));
    }

    private void hookDone(Message shown, HookChain.Outcome<Hook.StreamMessage> outcome) {
        enterStage(Stage.BUFFERING);
        Hook.StreamMessage made = outcome.subject();
        if (outcome.verdict() instanceof Verdict.Drop<Hook.StreamMessage> drop) {
            record(shown, Message.Edit.DROPPED);
            relay.dropStream(new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            return;
        }
        if (!made.passes()) {
            record(shown, Message.Edit.DROPPED);
            send(held.droppedBytes());
        } else if (made.message() == shown) {
            record(shown, Message.Edit.NONE);
            send(held.unchangedBytes());
        } else {
            record(made.message(), Message.Edit.CHANGED);
            send(held.changedBytes(made.message().data()));
        }
        messagePassed();
        for (Message added : made.added()) {
            relay.messages(added.direction()).injectMessage(added);
        }
        if (!advancing) {
            advance();
        }
    }

    private void record(Message message, Message.Edit edit) {
        tee.recordWhole(held.kind(), edit, message.data());
    }

    @Override
    public void injectMessage(Message message) {
        if (closeFrameSeen || stage == Stage.STOPPED) {
            return;
        }
        if (stage == Stage.STREAMING) { // frames of different messages must not interleave (RFC 6455, 5.4)
            injections.add(message);
            return;
        }
        boolean text = message.kind() == Message.Kind.TEXT;
        tee.recordWhole(text ? Message.Kind.TEXT : Message.Kind.BINARY, Message.Edit.INJECTED, message.data());
        reader.countInjected(message.data().length);
        send(held.wholeFrame(text ? Frame.TEXT : Frame.BINARY, message.data()));
    }

    // ---- ends

    @Override
    public WebSocket.Sent sent() {
        return reader.sent();
    }

    @Override
    public void stopRelaying() {
        boolean undecided = stage == Stage.IN_HOOK;
        stage = Stage.STOPPED;
        if (run != null) {
            run.cancel();
        }
        waiting.forEach(Chunk::release);
        waiting.clear();
        if (undecided) {
            record(new Message(relay.id(), 0, 0, direction, held.content()), Message.Edit.DROPPED);
        }
        reader.stopReading();
    }
}
