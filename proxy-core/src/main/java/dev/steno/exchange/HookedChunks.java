package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Passes the chunks of one direction of a raw stream to the message hook, one at a time and in order. While the hook
 * decides, reading of this direction is paused. Owned by a {@link RawStreamRelay}; on its event loop.
 */
final class HookedChunks {
    private final RawStreamRelay stream;
    private final AddonRuntime addons;
    private final StreamWire wire;
    private final Executor loop;
    private final Direction direction;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0); // queued chunks; the hook decides on the first
    private HookChain.@Nullable Run run;
    private boolean advancing; // advance() is on the stack and will process the rest, so it must not be entered again
    private boolean deciding; // the hook was given the first chunk and has not decided
    private boolean held; // the last state passed to the wire

    HookedChunks(RawStreamRelay stream, AddonRuntime addons, StreamWire wire, Executor loop, Direction direction) {
        this.stream = stream;
        this.addons = addons;
        this.wire = wire;
        this.loop = loop;
        this.direction = direction;
    }

    void addChunk(Chunk chunk) {
        waiting.add(chunk);
        advance();
    }

    private void advance() {
        advancing = true;
        while (!deciding && !waiting.isEmpty()) {
            runHook(waiting.element());
        }
        advancing = false;
        if ((deciding || held) && !stream.isClosed()) {
            held = deciding;
            wire.holdReading(direction, held); // called even without a change, since it flushes forwarded data
        }
    }

    private void runHook(Chunk chunk) {
        byte[] data = new byte[chunk.size()];
        chunk.copyTo(0, data, 0, data.length);
        Message shown = stream.newMessage(direction, data);
        deciding = true;
        run = addons.hooks()
                .run(
                        Hook.MESSAGE,
                        shown.flow(),
                        new Hook.StreamMessage(stream.flow(), shown),
                        HookContext.NONE,
                        loop,
                        outcome -> hookDone(shown, outcome));
    }

    private void hookDone(Message shown, HookChain.Outcome<Hook.StreamMessage> outcome) {
        deciding = false;
        Hook.StreamMessage made = outcome.subject();
        Message after = made.message();
        if (outcome.verdict() instanceof Verdict.Drop<Hook.StreamMessage> drop) {
            stream.dropStream(drop.reason());
            return;
        }
        Chunk chunk = waiting.remove();
        if (!made.passes()) {
            stream.dropChunk(direction, chunk);
        } else if (after == shown) {
            stream.forwardChunk(direction, Message.Edit.NONE, chunk);
        } else {
            chunk.release();
            stream.forwardChunk(direction, Message.Edit.CHANGED, Chunk.of(after.data()));
        }
        for (Message added : made.added()) {
            stream.forwardChunk(added.direction(), Message.Edit.INJECTED, Chunk.of(added.data()));
        }
        if (!advancing) {
            advance();
        }
    }

    /** The stream has ended: releases the queue and cancels a pending hook. */
    void stopRelaying() {
        waiting.forEach(Chunk::release);
        waiting.clear();
        if (run != null) {
            run.cancel();
        }
    }
}
