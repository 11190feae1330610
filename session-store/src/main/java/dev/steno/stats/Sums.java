package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.List;

/** What is added up of flows that belong together. For one thread. */
final class Sums {
    static final List<FlowColumn> COLUMNS = List.of(
            FlowColumns.DURATION,
            FlowColumns.ERROR_STEP,
            FlowColumns.STATUS,
            FlowColumns.REQUEST_SIZE,
            FlowColumns.RESPONSE_SIZE);

    /** From this status on, a response is an error (RFC 9110, 15.5). */
    static final int REFUSED = 400;

    private long flows;
    private long errors;
    private long requestBytes;
    private long responseBytes;
    private final LogHistogram durations = new LogHistogram();

    void add(ColumnBlock flow, int weight) {
        flows += weight;
        if (flow.number(FlowColumns.ERROR_STEP) >= 0 || flow.number(FlowColumns.STATUS) >= REFUSED) {
            errors += weight;
        }
        requestBytes += weight * flow.number(FlowColumns.REQUEST_SIZE);
        responseBytes += weight * flow.number(FlowColumns.RESPONSE_SIZE);
        long duration = flow.number(FlowColumns.DURATION);
        if (duration >= 0) {
            durations.add(duration, weight);
        }
    }

    void add(Sums other) {
        flows += other.flows;
        errors += other.errors;
        requestBytes += other.requestBytes;
        responseBytes += other.responseBytes;
        durations.add(other.durations);
    }

    long flows() {
        return flows;
    }

    long errors() {
        return errors;
    }

    long requestBytes() {
        return requestBytes;
    }

    long responseBytes() {
        return responseBytes;
    }

    long bytes() {
        return requestBytes + responseBytes;
    }

    LogHistogram durations() {
        return durations;
    }
}
