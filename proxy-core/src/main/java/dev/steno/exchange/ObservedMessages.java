package dev.steno.exchange;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.FrameReader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Passes frames on as they come and records the messages in them; compressed ones in {@link InflateBudget}. On the stream's event loop.
 */
final class ObservedMessages implements OneWayMessages, MessageReader.Output {
    private final WebSocketRelay relay;
    private final Direction direction;
    private final MessageReader reader;
    private final FrameReader frames;
    private final MessageTee tee;
    private final InflateBudget turns;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest; // of the first chunk that waits
    private int restAt;
    private boolean stopped;
    private boolean released;

    ObservedMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.tee = tee;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(reader);
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
        turns.begin();
        while (!released && !waiting.isEmpty()) {
            byte[] bytes = rest();
            while (restAt < bytes.length && !turns.isOver()) {
                restAt = frames.read(bytes, restAt, turns.end(restAt, bytes.length));
            }
            if (restAt < bytes.length) {
                turns.next(this::advance);
                break;
            }
            rest = null;
            relay.wire().send(direction, waiting.remove()); // recorded before: what the other side has is in the record
        }
        if (!released && (turns.isWaiting() || stopped)) {
            stopped = turns.isWaiting();
            // told again even where nothing changed: what passed meanwhile is flushed
            relay.wire().hold(direction, stopped);
        }
        turns.allRead();
    }

    private byte[] rest() {
        if (rest == null) {
            Chunk next = waiting.element();
            rest = new byte[next.size()];
            restAt = 0;
            next.copyTo(0, rest, 0, rest.length);
        }
        return rest;
    }

    @Override
    public void whenThrough(Runnable action) {
        turns.whenThrough(action);
    }

    @Override
    public WebSocket.Sent sent() {
        return reader.sent();
    }

    @Override
    public void release() {
        released = true;
        waiting.forEach(Chunk::release);
        waiting.clear();
        reader.release();
    }

    @Override
    public void inject(Message message) {
        throw new IllegalStateException("nobody was asked");
    }

    // ---- what the reader makes of it

    @Override
    public void begin(Message.Kind kind, boolean compressed) {
        tee.begin(kind, Message.Edit.NONE);
    }

    @Override
    public void expect(long size) {
        tee.expect(size);
    }

    @Override
    public void add(byte[] data, int from, int length) {
        tee.add(data, from, length);
    }

    @Override
    public void whole() {
        tee.end();
    }

    @Override
    public void cut() {
        tee.cut();
    }

    @Override
    public void close(int code, String reason) {
        relay.closing(direction, code, reason);
    }

    @Override
    public void problem(String sentence) {
        relay.problem(sentence);
    }
}
