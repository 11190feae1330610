package dev.steno.tui.list;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The selected flows, apart from the focus. For the interface's thread. */
final class SelectedFlows {
    private static final long NONE = 0;

    private Roaring64Bitmap flows = new Roaring64Bitmap();
    private Roaring64Bitmap beforeRange = new Roaring64Bitmap();
    private long anchor = NONE;
    private long end = NONE;

    boolean contains(long flow) {
        return flows.contains(flow);
    }

    boolean isEmpty() {
        return flows.isEmpty();
    }

    long count() {
        return flows.getLongCardinality();
    }

    /** Returns a copy. */
    Roaring64Bitmap flows() {
        return flows.clone();
    }

    /** Selects a flow, or no longer. */
    void toggle(long flow) {
        anchor = NONE;
        if (flows.contains(flow)) {
            flows.removeLong(flow);
        } else {
            flows.addLong(flow);
        }
    }

    void clear() {
        replace(new Roaring64Bitmap());
    }

    /** Selects these flows alone; the set becomes the selection. */
    void replace(Roaring64Bitmap others) {
        anchor = NONE;
        flows = others;
    }

    /** Selects no other flows than these any more. */
    void retain(Roaring64Bitmap others) {
        flows.and(others);
        beforeRange.and(others);
    }

    /** Returns the flow from which a range extends: the focused one, unless the last range ended there. */
    long beginRange(long focus) {
        if (anchor == NONE || focus != end) {
            anchor = focus;
            beforeRange = flows.clone();
        }
        return anchor;
    }

    /** Remembers the flow that has the focus at the end of the range. */
    void rangeEndsAt(long focus) {
        end = focus;
    }

    /** Selects the flows of a range, beside those that were selected before it; nothing if another range has begun. */
    void range(long from, Iterable<Long> others) {
        if (from != anchor) {
            return;
        }
        flows = beforeRange.clone();
        others.forEach(flows::addLong);
    }
}
