package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.exchange.body.Chunk;
import dev.steno.flow.Direction;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Passes the chunks of one direction of a raw stream to the message hook, one at a time and in order. While the hook
 * decides, or too much is held for a person, reading of this direction is paused. Owned by a {@link RawStreamRelay}; on
 * its event loop.
 */
public final class HookedChunks implements MessageQueue.Outlet<Chunk> {
    private final RawStreamRelay stream;
    private final StreamWire wire;
    private final Direction direction;
    private final MessageQueue<Chunk> queue;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0); // read, and not yet offered to the hook
    private final ArrayDeque<Runnable> drainActions = new ArrayDeque<>(0);
    private boolean advancing; // advance() is on the stack and will process the rest, so it must not be entered again
    private boolean held; // the last state passed to the wire

    public HookedChunks(RawStreamRelay stream, StreamWire wire, Direction direction) {
        this.stream = stream;
        this.wire = wire;
        this.direction = direction;
        this.queue = new MessageQueue<>(stream.addons(), stream.loop(), stream.holds(), this);
    }

    /** Whether nothing waits, so that a chunk may be forwarded without the hook. */
    public boolean isIdle() {
        return waiting.isEmpty() && queue.isEmpty();
    }

    public void addChunk(Chunk chunk) {
        waiting.add(chunk);
        advance();
    }

    /** Sends a message that no peer sent, after those that wait. */
    public void injectMessage(Message added) {
        if (queue.isEmpty()) {
            forward(null, added, Message.Edit.INJECTED);
        } else {
            queue.addDecided(null, added);
        }
    }

    /** Runs the action once nothing waits: before this method returns, unless messages are held. */
    public void whenDrained(Runnable action) {
        if (isIdle()) {
            action.run();
        } else {
            drainActions.add(action);
        }
    }

    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        while (queue.mayOffer() && !waiting.isEmpty()) {
            Chunk chunk = waiting.remove();
            queue.offer(chunk, stream.flow(), stream.newMessage(direction, bytes(chunk)));
        }
        advancing = false;
        boolean hold = !queue.mayOffer();
        if ((hold || held) && !stream.isClosed()) {
            held = hold;
            flush(); // called even without a change, since it flushes forwarded data
        }
        while (!drainActions.isEmpty() && isIdle()) {
            drainActions.remove().run();
        }
    }

    private static byte[] bytes(Chunk chunk) {
        byte[] data = new byte[chunk.size()];
        chunk.copyTo(0, data, 0, data.length);
        return data;
    }

    /** Flushes what was sent, and tells whether reading is paused. */
    public void flush() {
        wire.holdReading(direction, held);
    }

    @Override
    public void progressed() {
        if (stream.isClosed()) {
            return;
        }
        if (!held) {
            flush();
        }
        advance();
    }

    @Override
    public void forward(@Nullable Chunk original, Message sent, Message.Edit edit) {
        if (original != null && edit == Message.Edit.NONE) {
            stream.forwardChunk(direction, edit, original);
            return;
        }
        if (original != null) {
            original.release();
        }
        stream.forwardChunk(direction, edit, Chunk.of(sent.data()));
    }

    @Override
    public void withhold(@Nullable Chunk original, Message received, Message.Edit edit) {
        if (original != null) {
            original.release();
        }
        stream.recordWithheld(direction, edit, received.data());
    }

    /** Returns a copy, since the chunk occupies the whole buffer into which it was read. */
    @Override
    public Chunk held(Chunk original) {
        Chunk copy = Chunk.of(bytes(original));
        original.release();
        return copy;
    }

    @Override
    public void dropStream(String reason, End end) {
        stream.dropStream(reason, end);
    }

    @Override
    public void add(Message added) {
        if (added.direction() == direction) {
            forward(null, added, Message.Edit.INJECTED);
        } else {
            stream.chunks(added.direction()).injectMessage(added);
        }
    }

    /** The stream has ended: releases the queue and cancels a pending hook. */
    public void stopRelaying(Hold.Outcome outcome) {
        queue.endUndelivered(outcome);
        waiting.forEach(Chunk::release);
        waiting.clear();
        drainActions.clear();
    }
}
