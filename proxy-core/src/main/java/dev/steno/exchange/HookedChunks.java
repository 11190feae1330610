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
 * The pieces of one direction of a stream on their way through the handlers, one at a time and in order. While one is
 * decided, its side is not read. On the stream's event loop.
 */
final class HookedChunks {
    private final RawStreamRelay stream;
    private final AddonRuntime buses;
    private final StreamWire wire;
    private final Executor loop;
    private final Direction direction;
    private final ArrayDeque<Chunk> waiting = new ArrayDeque<>(0); // the first is the one being decided
    private HookChain.@Nullable Run run;
    private boolean walking;
    private boolean deciding;
    private boolean held;

    HookedChunks(RawStreamRelay stream, AddonRuntime buses, StreamWire wire, Executor loop, Direction direction) {
        this.stream = stream;
        this.buses = buses;
        this.wire = wire;
        this.loop = loop;
        this.direction = direction;
    }

    void addChunk(Chunk chunk) {
        waiting.add(chunk);
        advance();
    }

    private void advance() {
        walking = true;
        while (!deciding && !waiting.isEmpty()) {
            runHook(waiting.element());
        }
        walking = false;
        if ((deciding || held) && !stream.isClosed()) {
            held = deciding;
            wire.holdReading(
                    direction, held); // told again even where nothing changed: what passed meanwhile is flushed
        }
    }

    private void runHook(Chunk chunk) {
        byte[] data = new byte[chunk.size()];
        chunk.copyTo(0, data, 0, data.length);
        Message shown = stream.newMessage(direction, data);
        deciding = true;
        run = buses.hooks()
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
        if (!walking) {
            advance();
        }
    }

    /** Lets go what waits, and gives up the decision that is under way. */
    void stopRelaying() {
        waiting.forEach(Chunk::release);
        waiting.clear();
        if (run != null) {
            run.cancel();
        }
    }
}
