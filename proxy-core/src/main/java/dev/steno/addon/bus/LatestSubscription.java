package dev.steno.addon.bus;

import dev.steno.addon.Registrar;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest revision of each changed flow until its consumer takes it, on a thread of its own, one frame at a time.
 * Bounded: what does not fit is counted and told.
 */
public final class LatestSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(LatestSubscription.class);

    /** Changes are collected for this long after the first, so that a busy proxy wakes the consumer at most 50 times a second. */
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Bytes of heap of the flows that wait for a slow consumer, as {@link HeapBytes} counts them: at most 8,192 flows. */
    static final long MOST_BYTES = 8L << 20;

    /** Up to this number of flows wait without being weighed: a consumer that keeps up costs the event loops nothing. */
    private static final int UNWEIGHED = 16;

    private final Registrar.LatestConsumer consumer;
    private final Thread thread;
    private Map<Long, Flow> pending = new LinkedHashMap<>();
    private long bytes;
    private long skipped;
    private boolean closed;

    public LatestSubscription(String addon, Registrar.LatestConsumer consumer) {
        this.consumer = consumer;
        this.thread = new Thread(this::deliver, "facts-" + addon);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    public void offer(Flow flow) {
        synchronized (this) {
            Flow kept = pending.get(flow.id());
            if (kept != null && kept.revision() >= flow.revision()) {
                return; // a flow that is edited while it is under way is told from two threads
            }
            if (!makesRoom(flow, kept)) {
                skipped++;
                return;
            }
            pending.put(flow.id(), flow);
            if (pending.size() == 1) {
                notifyAll();
            }
        }
    }

    /** Whether a flow fits in place of its earlier revision that waits, null if none does. */
    private boolean makesRoom(Flow flow, @Nullable Flow kept) {
        if (pending.size() < UNWEIGHED) {
            return true;
        }
        if (bytes == 0) {
            pending.values().forEach(waiting -> bytes += HeapBytes.of(waiting));
        }
        long more = HeapBytes.of(flow) - (kept == null ? 0 : HeapBytes.of(kept));
        if (more > 0 && bytes + more > MOST_BYTES) {
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
    public void close() {
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

    /** Whether its thread runs, which a consumer that is stuck keeps so beyond {@link #close}. */
    public boolean isRunning() {
        return thread.isAlive();
    }
}
