package dev.steno.exchange;

import dev.steno.exchange.message.MessageListener;
import dev.steno.exchange.message.MessageReader;
import dev.steno.exchange.message.MessageTee;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.websocket.Compression;
import dev.steno.websocket.FrameReader;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Forwards one direction of a WebSocket unchanged and records its messages; used if no handler of messages is
 * registered. An {@link InflateBudget} bounds the work of inflating compressed messages. On the stream's event loop.
 */
final class ObservedMessages implements OneWayMessages, MessageListener {
    private final WebSocketRelay relay;
    private final Direction direction;
    private final MessageReader reader;
    private final FrameReader frames;
    private final MessageTee tee;
    private final InflateBudget budget;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0);
    private byte @Nullable [] rest; // copy of the first queued chunk, read up to restAt
    private int restAt;
    private boolean stopped;
    private boolean released;

    ObservedMessages(WebSocketRelay relay, Direction direction, Compression agreed, MessageTee tee) {
        this.relay = relay;
        this.direction = direction;
        this.tee = tee;
        this.reader = new MessageReader(direction, agreed, this);
        this.frames = new FrameReader(reader);
        this.budget = new InflateBudget(relay.wire(), agreed.deflate(), reader::inflated);
    }

    @Override
    public void receiveData(Chunk chunk) {
        waiting.add(chunk);
        if (!budget.isDeferred()) {
            advance();
        }
    }

    private void advance() {
        budget.startTurn();
        while (!released && !waiting.isEmpty()) {
            byte[] bytes = rest();
            while (restAt < bytes.length && !budget.isSpent()) {
                restAt = frames.read(bytes, restAt, budget.readLimit(restAt, bytes.length));
            }
            if (restAt < bytes.length) {
                budget.continueLater(this::advance);
                break;
            }
            rest = null;
            // Sent only after it was recorded: the record never lacks data that a peer has received.
            relay.wire().sendData(direction, waiting.remove());
        }
        if (!released && (budget.isDeferred() || stopped)) {
            stopped = budget.isDeferred();
            // Called even without a change, since it flushes forwarded data.
            relay.wire().holdReading(direction, stopped);
        }
        budget.inputRead();
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
    public void whenDrained(Runnable action) {
        budget.whenDrained(action);
    }

    @Override
    public WebSocket.Sent sent() {
        return reader.sent();
    }

    @Override
    public void stopRelaying() {
        released = true;
        waiting.forEach(Chunk::release);
        waiting.clear();
        reader.stopReading();
    }

    @Override
    public void injectMessage(Message message) {
        throw new IllegalStateException("no handler of messages is registered");
    }

    // ---- from the reader

    @Override
    public void messageBegun(Message.Kind kind, boolean compressed) {
        tee.beginMessage(kind, Message.Edit.NONE);
    }

    @Override
    public void contentExpected(long size) {
        tee.expectSize(size);
    }

    @Override
    public void contentRead(byte[] data, int from, int length) {
        tee.copyContent(data, from, length);
    }

    @Override
    public void messageEnded() {
        tee.endMessage();
    }

    @Override
    public void messageTruncated() {
        tee.truncateMessage();
    }

    @Override
    public void closeFrameRead(int code, String reason) {
        relay.closeFrameRead(direction, code, reason);
    }

    @Override
    public void protocolViolated(String sentence) {
        relay.noteProblem(sentence);
    }
}
