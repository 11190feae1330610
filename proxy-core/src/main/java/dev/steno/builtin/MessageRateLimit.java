package dev.steno.builtin;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Limits the rate of messages to a person, since peers control how many there are. Admits a burst of {@link #BURST}
 * messages, then one per {@link #PERIOD}. Messages beyond that are dropped; the next admitted one states their number.
 * Any thread.
 */
final class MessageRateLimit implements Consumer<String> {
    /** The number of messages in a burst. */
    static final int BURST = 20;

    /** The period after which one more message is allowed, in nanoseconds. */
    static final long PERIOD = 3_000_000_000L;

    private final Consumer<String> say;
    private final LongSupplier nanos;
    private long full; // guarded by this: the time at which a full burst is available again
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
        say.accept(before == 0 ? sentence : sentence + "; " + before + " more such lines were suppressed");
    }
}
