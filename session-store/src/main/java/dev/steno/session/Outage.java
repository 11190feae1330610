package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tracks outages, the times in which the session cannot be written, and decides what happens to the traffic during one.
 * An outage begins and ends on the writer thread; all other methods may be called on any thread.
 *
 * <p>Another program's lock on the file is not an outage: it delays the record, and the byte budget applies
 * back-pressure.
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

    /** Begins an outage, unless there is one. Returns whether it began with this call. */
    boolean beginOutage(String reason) {
        if (cause != null) {
            return false;
        }
        cause = reason;
        if (policy == OnStoreFailure.PASS) {
            outageFilter.startDropping();
            recordBudget.waive(true);
        } else {
            recordBudget.recheck(); // idle connections are read again, so that their next requests are refused
        }
        return true;
    }

    /** Ends the outage, if there is one. */
    void endOutage() {
        if (cause != null) {
            cause = null;
            outageFilter.stopDropping();
            recordBudget.waive(false);
        }
    }

    /** Returns whether there is an outage and the traffic passes. */
    boolean passes() {
        return cause != null && policy == OnStoreFailure.PASS;
    }

    /** Returns whether there is an outage and new exchanges are refused. */
    boolean refuses() {
        return cause != null && policy == OnStoreFailure.STOP;
    }

    /**
     * Returns the reason for which a new exchange is refused, and counts the refusal; null if exchanges are accepted.
     */
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

    /** Returns the fact reduced to what can be recorded; null if it cannot be recorded. */
    @Nullable
    FlowEvent keepable(FlowEvent event) {
        return outageFilter.keepable(event);
    }

    /** Returns the filter. The writer uses it too, to leave out data that the store cannot write. */
    OutageFilter leftOut() {
        return outageFilter;
    }

    /** Returns the number of exchanges refused since the start. */
    long refused() {
        return refused.get();
    }

    /** Returns the number of flows that passed unrecorded since the start, wholly or in part. */
    long unrecorded() {
        return outageFilter.flows();
    }
}
