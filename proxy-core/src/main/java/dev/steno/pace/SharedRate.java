package dev.steno.pace;

import dev.steno.flow.Flow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A rate of one direction, and who shares it: a bucket for each flow, client or host, or one for all. Any thread. */
public final class SharedRate {
    /** Buckets from which those that are idle are removed. */
    static final int MOST = 1024;

    private final Rate rate;
    private final Sharing sharing;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    public SharedRate(Rate rate, Sharing sharing) {
        this.rate = rate;
        this.sharing = sharing;
    }

    public Rate rate() {
        return rate;
    }

    /** The bucket of a flow. */
    public TokenBucket bucketOf(Flow flow) {
        long now = System.nanoTime();
        if (sharing == Sharing.FLOW) {
            return new TokenBucket(rate, now);
        }
        if (buckets.size() >= MOST) {
            buckets.values().removeIf(bucket -> bucket.isIdle(now));
        }
        return buckets.computeIfAbsent(sharing.key(flow), key -> new TokenBucket(rate, now));
    }

    int size() {
        return buckets.size();
    }
}
