package dev.steno.builtin;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Limits the rate of sentences for a person, since peers decide how often there is something to report: a burst, then
 * one per period. The next sentence gives the number of suppressed ones. Any thread.
 */
final class MessageRateLimit implements Consumer<String> {
    /** The number of sentences in a burst. */
    static final int BURST = 20;

    /** The period after which one more sentence is allowed, in nanoseconds. */
    static final long PERIOD = 3_000_000_000L;

    private final Consumer<String> say;
    private final LongSupplier nanos;
    private long full; // guarded by this: when a full burst is available again
    private long omitted; // guarded by this

    MessageRateLimit(Consumer<String> say, LongSupplier nanos) {
        this.say = say;
        this.nanos = nanos;
        this.full = nanos.getAsLong();
    }

    @Override
    public void accept(String sentence) {
        long before;
        synchronized (this) {
            long now = nanos.getAsLong();
            long due = full - now > 0 ? full : now;
            if (due - now > (BURST - 1) * PERIOD) {
                omitted++;
                return;
            }
            full = due + PERIOD;
            before = omitted;
            omitted = 0;
        }
        say.accept(
                before == 0
                        ? sentence
                        : sentence + "; " + before + " more such lines were suppressed (steno passthrough lists all)");
    }
}
