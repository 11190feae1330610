package dev.steno.net.http2;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a server's first SETTINGS (RFC 9113, 3.4): whether they came, what is queued until then, and its timers. Owned by
 * the connection, on its event loop. Queued actions run inside {@link #runWaiting} and may open streams or close the connection.
 */
final class Http2GreetingWait {
    private final Channel channel;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(0);
    private @Nullable Http2Greeting outcome;
    private @Nullable Future<?> timer;

    /** Whether requests may go out; an independent fact, as it may be so before or without an outcome. */
    private boolean assumed;

    Http2GreetingWait(Channel channel) {
        this.channel = channel;
    }

    /** How the server began to speak; null while that is not known. */
    @Nullable
    Http2Greeting outcome() {
        return outcome;
    }

    /** Requests go out from now on, whether the SETTINGS came or not. */
    void assume() {
        assumed = true;
    }

    boolean isAssumed() {
        return assumed;
    }

    /**
     * Bounds the wait. Does nothing if the outcome is known.
     *
     * @param patience the time after which queued actions run without an outcome
     * @param late runs before them
     * @param limit the time from then on after which {@code missing} runs; null for no limit
     * @param missing runs if there is no outcome at the limit
     */
    void limitWait(Duration patience, Runnable late, @Nullable Duration limit, Runnable missing) {
        if (outcome == null) {
            timer = schedule(
                    () -> {
                        late.run();
                        runWaiting();
                        timer = limit == null ? null : schedule(() -> runIfUnknown(missing), limit);
                    },
                    patience);
        }
    }

    private void runIfUnknown(Runnable missing) {
        if (outcome == null) {
            missing.run();
        }
    }

    private Future<?> schedule(Runnable action, Duration after) {
        return channel.eventLoop().schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs the action now if the outcome is known, otherwise with {@link #runWaiting}. */
    void whenKnown(Runnable action) {
        if (outcome != null) {
            action.run();
        } else {
            waiting.add(action);
        }
    }

    /** Sets the outcome and stops the timers. Returns false, and leaves the outcome as it is, if it was known. */
    boolean conclude(Http2Greeting how) {
        boolean first = outcome == null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (first) {
            outcome = how;
        }
        return first;
    }

    void runWaiting() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
