package dev.steno.pace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what several rules say of one direction of a flow. For one use on one thread. */
public final class PaceDraft {
    private final List<TokenBucket> buckets = new ArrayList<>(1);
    private final List<PieceShape> shapes = new ArrayList<>(0);
    private long startDelay;
    private long endDelay;
    private @Nullable String remark;
    private String by = "";

    /** The slowest of several buckets counts. */
    public void add(TokenBucket bucket) {
        buckets.add(bucket);
    }

    /** The smallest size counts, and the sum of all pauses. */
    public void add(PieceShape shape) {
        shapes.add(shape);
    }

    /** Delays the first piece. */
    public void delayStart(long nanos) {
        startDelay += nanos;
    }

    /** Delays the end, after the last byte. */
    public void delayEnd(long nanos) {
        endDelay += nanos;
    }

    /** What follows is said by this rule. */
    public void begin(String rule) {
        by = rule;
    }

    /** What the record says of a flow that is slowed; a phrase. */
    public void remark(String what) {
        String said = "rule " + by + ": " + what;
        remark = remark == null ? said : remark + "; " + said;
    }

    /** The pace; null if nothing was said. */
    public @Nullable Pace pace(long now) {
        return buckets.isEmpty() && shapes.isEmpty() && startDelay == 0 && endDelay == 0
                ? null
                : new Pace(buckets, shapes, startDelay, endDelay, remark, now);
    }
}
