package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Keeps the newest revision of each flow that changed until the view thread takes them, a frame at a time. Bounded: where
 * more change than fit, the views look at the session anew. Any thread; never waits for more than a map.
 */
final class Inbox {
    static final int MOST = 10_000;

    /** Bytes of heap of all flows that wait, as {@link HeapBytes} counts them. */
    static final long MOST_BYTES = 16L << 20;

    private final Runnable wake;
    private Map<Long, Flow> changed = new LinkedHashMap<>();
    private Roaring64Bitmap deleted = new Roaring64Bitmap();
    private long bytes;
    private boolean behind;
    private boolean awake;
    private volatile boolean listening;

    /** @param wake called when there is something to take, once until it was taken */
    Inbox(Runnable wake) {
        this.wake = wake;
    }

    /**
     * What came since the last time.
     *
     * @param changed the newest revisions
     * @param deleted flows that are no more
     * @param behind whether other flows changed too
     */
    record Frame(Collection<Flow> changed, Roaring64Bitmap deleted, boolean behind) {}

    /** Whether changes are for anyone; what is deleted is kept in any case. */
    void listen(boolean next) {
        listening = next;
    }

    void offer(FlowEvent event) {
        Flow flow = event instanceof FlowEvent.Revision revision ? revision.flow() : null;
        if (flow == null ? !(event instanceof FlowEvent.Deleted) : !listening) {
            return;
        }
        synchronized (this) {
            if (flow == null) {
                deleted.addLong(((FlowEvent.Deleted) event).flow());
            } else if (makesRoom(flow)) {
                changed.merge(flow.id(), flow, Flow::newer);
            } else {
                behind = true;
            }
            if (awake) {
                return;
            }
            awake = true;
        }
        wake.run();
    }

    private boolean makesRoom(Flow flow) {
        Flow held = changed.get(flow.id());
        long more = HeapBytes.of(flow) - (held == null ? 0 : HeapBytes.of(held));
        if (held == null && changed.size() >= MOST || more > 0 && bytes + more > MOST_BYTES) {
            return false;
        }
        bytes += more;
        return true;
    }

    synchronized Frame take() {
        Frame frame = new Frame(changed.values(), deleted, behind);
        changed = new LinkedHashMap<>();
        deleted = new Roaring64Bitmap();
        bytes = 0;
        behind = false;
        awake = false;
        return frame;
    }
}
