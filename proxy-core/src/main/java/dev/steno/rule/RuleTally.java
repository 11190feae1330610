package dev.steno.rule;

import dev.steno.flow.Times;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often a rule acted, and failed. Any thread. */
public final class RuleTally {
    private static final Logger LOG = LoggerFactory.getLogger(RuleTally.class);
    private static final long BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

    private final LongAdder hits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicLong warned = new AtomicLong(Long.MIN_VALUE);
    private volatile long last = Times.UNSET;

    /** The number of messages that the rule acted on. */
    public long hits() {
        return hits.sum();
    }

    /** The number of messages that it matched and could not act on. */
    public long failures() {
        return failures.sum();
    }

    /** When it last acted, in nanoseconds since the epoch; {@link Times#UNSET} if it never did. */
    public long last() {
        return last;
    }

    void hit() {
        hits.increment();
        last = Times.now();
    }

    /** Counts a failure, and warns of it at most once a minute. */
    void failed(String rule, long flow, String why) {
        failures.increment();
        long now = System.nanoTime();
        long before = warned.get();
        if ((before == Long.MIN_VALUE || now - before > BETWEEN_WARNINGS) && warned.compareAndSet(before, now)) {
            LOG.warn("rule {} skipped flow {}: {}", rule, flow, why);
        }
    }
}
