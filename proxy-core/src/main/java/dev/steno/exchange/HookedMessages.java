package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookChain;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.Frame;
import dev.steno.websocket.FrameReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads the messages of one side through the handlers, one at a time and in order; while one is decided, its side is not
 * read. A message is held back until it is whole, up to {@link Hook.StreamMessage#SHOWN} bytes; a larger one passes as it
 * comes. What no handler changes passes in the frames in which it was sent. On the stream's event loop.
 */
final class HookedMessages implements OneWayMessages, FrameReader.Sink, MessageReader.Output {
    private final WebSocketRelay relay;
    private final Direction direction;
    private final MessageReader reader;
    private final FrameReader frames;
    private final MessageTee tee;
    private final BufferedMessage held;
    private final InflateBudget turns;

    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest;
    private int restAt;

    private final List<Message> injections = new ArrayList<>(0);
    private @Nullable Frame frame;
    private boolean passing;
    private boolean walking;
    private boolean deciding;
    private boolean stopped;
    private boolean closed;
    private boolean released;
    private HookChain.@Nullable Run run;

    HookedMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.tee = tee;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(this);
        this.held = new BufferedMessage(direction, MessageReader.takeover(agreed, direction));
        this.turns = new InflateBudget(relay.wire(), agreed.deflate(), reader::inflated);
    }

    @Override
    public void data(Chunk chunk) {
        waiting.add(chunk);
        if (!turns.isWaiting()) {
            advance();
        }
    }

    private void advance() {
        walking = true;
        turns.begin();
        while (!deciding && !released && !turns.isOver()) {
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
            restAt = frames.read(bytes, restAt, turns.end(restAt, bytes.length));
            if (restAt == bytes.length) {
                rest = null;
            }
        }
        walking = false;
        if (!deciding && !released && (rest != null || !waiting.isEmpty())) {
            turns.next(this::advance);
        }
        if ((deciding || turns.isWaiting() || stopped) && !released) {
            stopped = deciding || turns.isWaiting();
            // told again even where nothing changed: what passed meanwhile is flushed
            relay.wire().hold(direction, stopped);
        }
        turns.allRead();
    }

    @Override
    public void whenThrough(Runnable action) {
        turns.whenThrough(action);
    }

    // ---- frames

    @Override
    public void begin(Frame begun) {
        frame = begun;
        reader.begin(begun);
        bytes(begun.head(), 0, begun.head().length);
    }

    @Override
    public void payload(byte[] data, int from, int length) {
        bytes(data, from, length);
        reader.payload(data, from, length);
    }

    @Override
    public boolean end() {
        reader.end();
        return !deciding && !released;
    }

    @Override
    public void unreadable(String why) {
        reader.unreadable(why);
    }

    @Override
    public void unread(byte[] data, int from, int length) {
        send(Arrays.copyOfRange(data, from, from + length));
        reader.unread(data, from, length);
    }

    /** Bytes of a frame as sent: kept with the message that is held, or sent on. */
    private void bytes(byte[] data, int from, int length) {
        boolean control = frame.isControl();
        if (held.isHolding()) {
            held.frames(data, from, length, control);
            if (held.isLarge()) {
                pass();
            }
        } else if (control || !held.isRewritten()) {
            send(Arrays.copyOfRange(data, from, from + length));
        }
    }

    private void send(byte[] bytes) {
        if (!released) {
            relay.wire().send(direction, Chunk.of(bytes));
        }
    }

    // ---- messages

    @Override
    public void begin(Message.Kind kind, boolean compressed) {
        if (kind == Message.Kind.RAW) {
            if (held.isSevered() && (frame == null || (frame.reserved() & Frame.COMPRESSED) != 0)) {
                giveUp();
                return;
            }
            passing = true;
            tee.begin(kind, Message.Edit.NONE);
        } else {
            held.begin(kind, compressed);
        }
    }

    @Override
    public void expect(long size) {
        tee.expect(size);
    }

    @Override
    public void add(byte[] data, int from, int length) {
        if (held.isHolding()) {
            held.content(data, from, length);
            if (held.isLarge()) {
                pass();
            }
            return;
        }
        tee.add(data, from, length);
        if (held.isRewritten()) {
            send(held.part(Arrays.copyOfRange(data, from, from + length)));
        }
    }

    /** The message is too large to be shown, or does not go on: what is held of it passes. */
    private void pass() {
        passing = true;
        tee.begin(held.kind(), Message.Edit.NONE);
        byte[] content = held.content();
        tee.expect(content.length);
        tee.add(content, 0, content.length);
        send(held.pass());
    }

    @Override
    public void whole() {
        if (held.isHolding()) {
            decide();
            return;
        }
        tee.end();
        if (held.isRewritten()) {
            send(held.lastPart());
        }
        passed();
    }

    private void passed() {
        passing = false;
        held.clear();
        List<Message> all = List.copyOf(injections);
        injections.clear();
        all.forEach(this::inject);
    }

    @Override
    public void cut() {
        if (held.isRewritten() && !released) {
            giveUp();
            return;
        }
        if (held.isHolding()) {
            pass();
        }
        tee.cut();
        passing = false;
        held.clear();
    }

    /** Its compression goes on from messages that the other side never had. */
    private void giveUp() {
        if (!released) {
            relay.drop(new FlowError(
                    FlowError.Step.RELAY,
                    "a compressed message cannot be read, and cannot pass unread after one that a handler changed",
                    Times.now()));
        }
    }

    @Override
    public void close(int code, String reason) {
        closed = true;
        relay.closing(direction, code, reason);
    }

    @Override
    public void problem(String sentence) {
        relay.problem(sentence);
    }

    // ---- decisions

    private void decide() {
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
        deciding = true;
        run = relay.buses()
                .hooks()
                .run(
                        Hook.MESSAGE,
                        relay.id(),
                        new Hook.StreamMessage(relay.flow(), shown),
                        HookContext.NONE,
                        relay.loop(),
                        outcome -> decided(shown, outcome));
    }

    private void decided(Message shown, HookChain.Outcome<Hook.StreamMessage> outcome) {
        deciding = false;
        Hook.StreamMessage made = outcome.subject();
        if (outcome.verdict() instanceof Verdict.Drop<Hook.StreamMessage> drop) {
            record(shown, Message.Edit.DROPPED);
            relay.drop(new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            return;
        }
        if (!made.passes()) {
            record(shown, Message.Edit.DROPPED);
            send(held.dropped());
        } else if (made.message() == shown) {
            record(shown, Message.Edit.NONE);
            send(held.unchanged());
        } else {
            record(made.message(), Message.Edit.CHANGED);
            send(held.changed(made.message().data()));
        }
        passed();
        for (Message added : made.added()) {
            relay.direction(added.direction()).inject(added);
        }
        if (!walking) {
            advance();
        }
    }

    private void record(Message message, Message.Edit edit) {
        tee.whole(held.kind(), edit, message.data());
    }

    @Override
    public void inject(Message message) {
        if (closed || released) {
            return;
        }
        if (passing) { // not between the frames of another
            injections.add(message);
            return;
        }
        boolean text = message.kind() == Message.Kind.TEXT;
        tee.whole(text ? Message.Kind.TEXT : Message.Kind.BINARY, Message.Edit.INJECTED, message.data());
        reader.added(message.data().length);
        send(held.whole(text ? Frame.TEXT : Frame.BINARY, message.data()));
    }

    // ---- ends

    @Override
    public WebSocket.Sent sent() {
        return reader.sent();
    }

    @Override
    public void release() {
        released = true; // nothing is sent from here on
        if (run != null) {
            run.cancel();
        }
        waiting.forEach(Chunk::release);
        waiting.clear();
        if (deciding) {
            record(new Message(relay.id(), 0, 0, direction, held.content()), Message.Edit.DROPPED);
        }
        reader.release();
    }
}
