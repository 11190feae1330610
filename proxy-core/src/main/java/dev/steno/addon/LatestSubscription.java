package dev.steno.addon;

import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest revision of each changed flow until its consumer takes it, on a thread of its own, one frame at a time.
 * Bounded: what does not fit is counted and told.
 */
final class LatestSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(LatestSubscription.class);

    /** Changes are collected for this long after the first, so that a busy proxy wakes the consumer at most 50 times a second. */
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** More flows than this do not wait for a slow consumer. */
    static final int MOST_PENDING = 10_000;

    /** Bytes of heap of the flows that wait, as {@link HeapBytes} counts them, beyond the first {@link #UNWEIGHED}. */
    static final long MOST_BYTES = 8L << 20;

    /** Flows that wait without being weighed: a consumer that keeps up costs the event loops nothing. */
    private static final int UNWEIGHED = 16;

    private final Registrar.LatestConsumer consumer;
    private final Thread thread;
    private Map<Long, Flow> pending = new LinkedHashMap<>();
    private long bytes;
    private long skipped;
    private boolean closed;

    LatestSubscription(String addon, Registrar.LatestConsumer consumer) {
        this.consumer = consumer;
        this.thread = new Thread(this::deliver, "facts-" + addon);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void offer(Flow flow) {
        synchronized (this) {
            if (!makesRoom(flow)) {
                skipped++;
                return;
            }
            // a flow that is edited while it is under way is told from two threads
            pending.merge(flow.id(), flow, (kept, next) -> next.revision() > kept.revision() ? next : kept);
            if (pending.size() == 1) {
                notifyAll();
            }
        }
    }

    /** Earlier revisions count as well: those are not weighed anew, and hold most of what the later one does. */
    private boolean makesRoom(Flow flow) {
        if (pending.size() < UNWEIGHED) {
            return true;
        }
        if (pending.size() >= MOST_PENDING && !pending.containsKey(flow.id())) {
            return false;
        }
        long more = HeapBytes.of(flow);
        if (bytes + more > MOST_BYTES && !pending.containsKey(flow.id())) {
            return false;
        }
        bytes += more;
        return true;
    }

    private void deliver() {
        while (true) {
            boolean last;
            synchronized (this) {
                while (pending.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        closed = true;
                    }
                }
                last = closed;
            }
            if (!last) {
                LockSupport.parkNanos(FRAME_NANOS);
            }
            Map<Long, Flow> frame;
            long missed;
            synchronized (this) {
                frame = pending;
                pending = new LinkedHashMap<>();
                bytes = 0;
                missed = skipped;
                skipped = 0;
            }
            hand(frame, missed);
            if (last) {
                return;
            }
        }
    }

    private void hand(Map<Long, Flow> frame, long missed) {
        for (Flow flow : frame.values()) {
            try {
                consumer.changed(flow);
            } catch (RuntimeException e) {
                LOG.warn("a consumer of facts failed at flow {} on {}", flow.id(), thread.getName(), e);
            }
        }
        if (missed > 0) {
            try {
                consumer.fellBehind(missed);
            } catch (RuntimeException e) {
                LOG.warn("a consumer of facts failed to fall behind on {}", thread.getName(), e);
            }
        }
    }

    /** Delivers what is pending, then ends. Waits for that at most two seconds: a consumer may be stuck on a full pipe. */
    void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
