package dev.steno.bench.shared;

import dev.steno.addon.FlowEvent;
import dev.steno.bench.report.ProcessUsage;
import dev.steno.bench.traffic.Shape;
import dev.steno.bench.traffic.Traffic;
import dev.steno.codec.FlowCodec;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A session of synthetic flows, with what its commits took.
 *
 * @param commitNanos CPU time of the thread that committed the flows
 * @param messageBytes of all encoded flows
 */
record SampleSession(Path file, long flows, long commitNanos, long messageBytes) {
    private static final int COMMIT = 500; // as many as a shipper sends in one transaction

    /** Records flows to a new file. */
    static SampleSession record(Path file, long count, Shape shape) throws SessionException {
        Traffic traffic = new Traffic(1, shape);
        SessionStore store = SqliteSessionStore.open(file, "bench/run");
        long thread = Thread.currentThread().getId();
        long nanos = 0;
        long bytes = 0;
        try {
            for (long number = 1; number <= count; ) {
                List<FlowEvent> facts = new ArrayList<>(COMMIT);
                for (; facts.size() < COMMIT && number <= count; number++) {
                    facts.addAll(traffic.facts(number));
                }
                for (FlowEvent fact : facts) {
                    bytes += fact instanceof FlowEvent.Closed ended ? FlowCodec.encode(ended.flow()).length : 0;
                }
                WriteBatch batch = WriteBatch.of(facts.toArray(FlowEvent[]::new));
                long before = ProcessUsage.threadCpuNanos(thread);
                store.commit(batch);
                nanos += ProcessUsage.threadCpuNanos(thread) - before;
            }
        } finally {
            store.close();
        }
        return new SampleSession(file, count, nanos, bytes);
    }
}
