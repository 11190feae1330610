package dev.steno.view;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.HeapBytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Holds the newest revision of each changed flow until the view thread takes them, one frame at a time. Bounded: if
 * more flows change than fit, the views rescan the session. Any thread; guarded by its own lock, which is held only
 * briefly.
 */
final class Inbox {
    static final int MOST = 10_000;

    /** Upper bound on all flows in the inbox together, in bytes of heap as {@link HeapBytes} counts them. */
    static final long MOST_BYTES = 16L << 20;

    private final Runnable wake;
    private Map<Long, Flow> changed = new LinkedHashMap<>();
    private Roaring64Bitmap deleted = new Roaring64Bitmap();
    private long bytes;
    private boolean behind;
    private boolean awake;
    private volatile boolean listening;

    /** @param wake called when the first change arrives after a {@link #takeFrame} */
    Inbox(Runnable wake) {
        this.wake = wake;
    }

    /**
     * The changes since the previous frame.
     *
     * @param changed the newest revisions
     * @param deleted the flows that were deleted
     * @param behind whether further flows changed that did not fit into the inbox
     */
    record Frame(Collection<Flow> changed, Roaring64Bitmap deleted, boolean behind) {}

    /** Whether to collect changed flows. Deletions are always collected. */
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

    synchronized Frame takeFrame() {
        Frame frame = new Frame(changed.values(), deleted, behind);
        changed = new LinkedHashMap<>();
        deleted = new Roaring64Bitmap();
        bytes = 0;
        behind = false;
        awake = false;
        return frame;
    }
}
