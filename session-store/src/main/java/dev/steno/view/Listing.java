package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that a view shows, in its order and direction, the one among them that has the focus, and what changed since the
 * last frame. Pure; for the view thread.
 *
 * <p>The focus goes to the first flow that comes where nothing has it; it stays with its flow wherever that moves; when its
 * flow goes, it goes to the one that takes its place, or to the last.
 */
final class Listing {
    /** Where there is none. */
    static final long NONE = 0;

    /** How far from a focused flow that is no longer shown another is looked for. */
    private static final int NEAR = 100_000;

    private static final int STEP = 256;

    private final ViewFrame frame;
    private Sequence flows = new TimeSequence(new Roaring64Bitmap());
    private boolean reversed;
    private long focus = NONE;

    /** @param frame takes what changes */
    Listing(ViewFrame frame) {
        this.frame = frame;
    }

    long size() {
        return flows.size();
    }

    boolean contains(long flow) {
        return flows.contains(flow);
    }

    /** The place of a flow, from 0; {@link Sequence#NOWHERE} where it is not shown. */
    long placeOf(long flow) {
        long place = flows.placeOf(flow);
        return place == Sequence.NOWHERE ? place : turned(place, flows.size());
    }

    /** The flows from a place on, so many at most. */
    List<Long> ids(long from, int count) {
        List<Long> ids = new ArrayList<>(Math.min(count, 1 << 10));
        long size = flows.size();
        long first = Math.max(0, from);
        long last = Math.min(size, first + Math.max(0, count));
        if (first >= last) {
            return ids;
        }
        flows.from(reversed ? size - last : first, (int) (last - first), ids::add);
        if (reversed) {
            java.util.Collections.reverse(ids);
        }
        return ids;
    }

    /** All flows, as a set of its own. */
    Roaring64Bitmap toBitmap() {
        return flows.toBitmap();
    }

    /** A flow that belongs here has this revision. */
    void show(Flow flow) {
        long id = flow.id();
        if (!flows.contains(id)) {
            long place = flows.insert(flow);
            frame.inserted(id, turned(place, flows.size()));
            if (focus == NONE) {
                focus(id);
            }
        } else if (flows.isMoved(flow)) {
            long before = turned(flows.remove(id), flows.size() + 1);
            long after = flows.insert(flow);
            frame.moved(id, before, turned(after, flows.size()));
        } else {
            frame.updated(id);
        }
    }

    /** A flow does not belong here, or no longer. */
    void hide(long flow) {
        long removed = flows.remove(flow);
        if (removed == Sequence.NOWHERE) {
            return;
        }
        long place = turned(removed, flows.size() + 1);
        frame.removed(flow, place);
        if (focus == flow) {
            focusAt(Math.min(place, flows.size() - 1));
        }
    }

    /** Turns the order round. */
    void reverse(boolean next) {
        if (next != reversed) {
            reversed = next;
            frame.reset();
        }
    }

    /** Shows others, in another order. */
    void replace(Sequence next) {
        long kept = focus == NONE || next.contains(focus) ? focus : nearest(next);
        flows = next;
        frame.reset();
        if (kept == NONE) {
            focusAt(0);
        } else {
            focus(kept);
        }
    }

    /** The flow nearest to the focused one that others show too; of two as near, the one behind it. */
    private long nearest(Sequence others) {
        long place = placeOf(focus);
        for (long near = 0; near < NEAR && (near <= place || place + near < flows.size()); near += STEP) {
            List<Long> behind = ids(place + near + 1, STEP);
            long from = Math.max(0, place - near - STEP);
            List<Long> before = ids(from, (int) Math.max(0, place - near - from));
            for (int i = 0; i < STEP; i++) {
                if (i < behind.size() && others.contains(behind.get(i))) {
                    return behind.get(i);
                }
                int back = before.size() - 1 - i;
                if (back >= 0 && others.contains(before.get(back))) {
                    return before.get(back);
                }
            }
        }
        return NONE;
    }

    /** The flow that has the focus; {@link #NONE} where nothing is shown. */
    long focus() {
        return focus;
    }

    /** Gives the focus to the flow at a place; the last where there are fewer, none where there is no flow. */
    void focusAt(long place) {
        List<Long> there = ids(Math.max(0, Math.min(place, flows.size() - 1)), 1);
        focus(there.isEmpty() ? NONE : there.get(0));
    }

    /** Gives the focus to a flow that is shown. */
    void focus(long flow) {
        if (focus != flow) {
            focus = flow;
            frame.focused();
        }
    }

    private long turned(long place, long size) {
        return reversed ? size - 1 - place : place;
    }
}
