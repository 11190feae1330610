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
 * Queues the newest revision of each changed flow for a consumer, which is called on the subscription's thread. The
 * queue is bounded: revisions that do not fit are counted and reported.
 */
public final class LatestSubscription {
    private static final Logger LOG = LoggerFactory.getLogger(LatestSubscription.class);

    /**
     * Time for which changes are collected after the first one. A busy proxy thus wakes the consumer at most 50 times a
     * second.
     */
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Upper bound on the heap bytes of queued flows, as {@link HeapBytes} counts them: at most 8,192 flows. */
    static final long MOST_BYTES = 8L << 20;

    /**
     * Heap bytes are not computed while at most this number of flows is queued: a consumer that keeps up costs the
     * event loops nothing.
     */
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
            if (kept != null && Flow.newer(kept, flow) == kept) {
                return; // two threads publish a flow that is edited while it is open; an older revision may arrive last
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

    /** Whether a flow fits into the queue in place of its queued revision; {@code kept} is null if none is queued. */
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
                LOG.warn("a consumer of facts failed on flow {}, thread {}", flow.id(), thread.getName(), e);
            }
        }
        if (missed > 0) {
            try {
                consumer.fellBehind(missed);
            } catch (RuntimeException e) {
                LOG.warn("a consumer of facts failed in fellBehind, thread {}", thread.getName(), e);
            }
        }
    }

    /**
     * Delivers queued revisions, then stops the thread. Waits at most two seconds, since a consumer may be blocked by a
     * full pipe.
     */
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

    /** Whether the subscription's thread is running; a blocked consumer keeps it running after {@link #close}. */
    public boolean isRunning() {
        return thread.isAlive();
    }
}
