package dev.steno.builtin;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Bounds how many sentences a person is told, since a peer decides how often there is something to tell: a burst, then one in a
 * while. The next sentence says how many were left out. Any thread.
 */
final class MessageRateLimit implements Consumer<String> {
    /** Sentences in a row. */
    static final int BURST = 20;

    /** Nanoseconds after which one more may be said. */
    static final long PERIOD = 3_000_000_000L;

    private final Consumer<String> say;
    private final LongSupplier nanos;
    private long full; // guarded by this: when the burst is to be had again
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
