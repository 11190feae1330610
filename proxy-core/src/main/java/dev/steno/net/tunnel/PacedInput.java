package dev.steno.net.tunnel;

import dev.steno.addon.bus.AddonRuntime;
import dev.steno.exchange.body.Chunk;
import dev.steno.exchange.body.ChunkQueue;
import dev.steno.exchange.stream.RelayedStream;
import dev.steno.flow.Direction;
import dev.steno.pace.FlowPace;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a relay has sent and rules slow down. Meanwhile that side is not read, so it is no more than one read
 * brought. On the event loop of the relay.
 */
final class PacedInput {
    private final ChannelRelay relay;
    private final EventLoop loop;
    private final Direction direction;
    private final FlowPace pace;
    private final ChunkQueue waiting;
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>(1);
    private @Nullable Future<?> timer;
    private boolean sending;
    private boolean closed;

    PacedInput(ChannelRelay relay, AddonRuntime addons, EventLoop loop, Direction direction) {
        this.relay = relay;
        this.loop = loop;
        this.direction = direction;
        this.waiting = new ChunkQueue(addons.heldBytes());
        this.pace = new FlowPace(addons::pacing, () -> stream().flow(), direction, remark -> {});
    }

    private RelayedStream stream() {
        return relay.stream();
    }

    /** Takes ownership of the chunk. */
    void receive(Chunk chunk) {
        if (closed) {
            chunk.release();
        } else {
            waiting.addChunk(chunk);
            send();
        }
    }

    /** Whether data waits, so that its sender is not read. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Runs an action once all data was relayed, and what delays the end has passed. */
    void whenRelayed(Runnable action) {
        if (closed) {
            action.run();
        } else {
            afterwards.add(action);
            send();
        }
    }

    private void send() {
        if (sending || timer != null) {
            return; // re-entrant, or not due yet
        }
        sending = true;
        long now = System.nanoTime();
        while (!waiting.isEmpty()) {
            int admitted = pace.admit(waiting.nextSize(), now);
            if (admitted == 0) {
                wakeIn(pace.patience(now));
                break;
            }
            stream().relayData(direction, waiting.poll(admitted));
        }
        sending = false;
        if (waiting.isEmpty() && !afterwards.isEmpty()) {
            end();
        }
    }

    private void end() {
        long patience = pace.endPatience(System.nanoTime());
        if (patience > 0) {
            wakeIn(patience);
            return;
        }
        while (!afterwards.isEmpty()) {
            afterwards.remove().run();
        }
    }

    private void wakeIn(long nanos) {
        timer = loop.schedule(
                () -> {
                    timer = null;
                    send();
                    relay.flush();
                    relay.updateReads();
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /** Relays all that waits, since the proxy stops. */
    void relayAll() {
        stop();
        while (!waiting.isEmpty()) {
            stream().relayData(direction, waiting.poll(Integer.MAX_VALUE));
        }
        afterwards.forEach(Runnable::run);
        afterwards.clear();
    }

    /** The stream has ended: releases all. */
    void close() {
        closed = true;
        stop();
        waiting.releaseAll();
        afterwards.clear();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
