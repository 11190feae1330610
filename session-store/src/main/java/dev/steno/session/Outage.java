package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The times in which the session cannot be written, and what becomes of the traffic then. It begins and ends on the writer
 * thread; everything else is for any thread.
 *
 * <p>The lock of another program is no outage: it delays the record, and the byte budget holds the traffic back.
 */
final class Outage {
    private final OnStoreFailure policy;
    private final RecordBudget recordBudget;
    private final OutageFilter outageFilter = new OutageFilter();
    private final AtomicLong refused = new AtomicLong();
    private volatile @Nullable String cause;

    Outage(OnStoreFailure policy, RecordBudget recordBudget) {
        this.policy = policy;
        this.recordBudget = recordBudget;
    }

    /** Begins, unless it has. Whether it began now. */
    boolean begin(String reason) {
        if (cause != null) {
            return false;
        }
        cause = reason;
        if (policy == OnStoreFailure.PASS) {
            outageFilter.begin();
            recordBudget.waive(true);
        } else {
            recordBudget.recheck(); // connections between exchanges are read again, to be refused
        }
        return true;
    }

    /** Ends, if it had begun. */
    void end() {
        if (cause != null) {
            cause = null;
            outageFilter.end();
            recordBudget.waive(false);
        }
    }

    /** Whether it lasts and the traffic passes all the same. */
    boolean passes() {
        return cause != null && policy == OnStoreFailure.PASS;
    }

    /** Whether no exchange may begin. */
    boolean refuses() {
        return cause != null && policy == OnStoreFailure.STOP;
    }

    /** Why no exchange may begin; null while they may. Counts those that it keeps from beginning. */
    @Nullable
    String refusal() {
        String reason = cause;
        if (reason == null || policy == OnStoreFailure.PASS) {
            return null;
        }
        refused.incrementAndGet();
        return "Steno refuses new requests because it cannot record them: " + reason
                + ". It accepts requests again as soon as the session can be written.";
    }

    /** The fact as it can be kept; null where it cannot. */
    @Nullable
    FlowEvent keepable(FlowEvent event) {
        return outageFilter.keepable(event);
    }

    /** What is left out of the record besides. */
    OutageFilter leftOut() {
        return outageFilter;
    }

    /** How many exchanges were refused since the start. */
    long refused() {
        return refused.get();
    }

    /** How many flows passed unrecorded, wholly or in part, since the start. */
    long unrecorded() {
        return outageFilter.flows();
    }
}
