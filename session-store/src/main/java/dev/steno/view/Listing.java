package dev.steno.view;

import dev.steno.flow.Flow;
import dev.steno.store.Place;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import dev.steno.view.index.WindowSequence;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows that a view shows, in order, with the focused flow, and the changes since the last frame. Pure; for the
 * view thread.
 *
 * <p>If no flow is focused, the first flow that is added gets the focus. A moved flow keeps the focus. When the focused
 * flow is removed, the flow that takes its place gets the focus, or the last one if it was at the end.
 */
final class Listing {
    /** Returned as the focus if no flow is shown. */
    static final long NONE = 0;

    /**
     * If a new list lacks the focused flow, a replacement is searched for up to this number of places before and
     * after it.
     */
    private static final int NEAR = 100_000;

    private static final int STEP = 256;

    /** Each flow that is added to a window costs microseconds of the view thread, while a search finds them faster. */
    private static final int AT_ONCE = 10_000;

    private final ViewFrame frame;
    private Sequence flows;
    private boolean reversed;
    private long focus = NONE;

    /**
     * @param frame collects the changes
     * @param flows without any yet; the list takes it over
     */
    Listing(ViewFrame frame, Sequence flows) {
        this.frame = frame;
        this.flows = flows;
    }

    long size() {
        return flows.size();
    }

    boolean contains(long flow) {
        return flows.contains(flow);
    }

    /** The place of a flow, counted from 0; {@link Sequence#NOWHERE} if it is not shown. */
    long placeOf(long flow) {
        long place = flows.placeOf(flow);
        return place == Sequence.NOWHERE ? place : turned(place, flows.size());
    }

    /** At most {@code count} flow numbers, beginning at a place. */
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

    /** The place of a flow, or that which it would have if it were shown. */
    long placeFor(long flow, byte[] key) {
        if (flows.size() == 0) {
            return 0;
        }
        long place = turned(flows.placeFor(flow, key), flows.size());
        return Math.max(0, Math.min(place, flows.size() - 1));
    }

    /** A window of the list: the first flows that were added last, that is the end, or the beginning if reversed. */
    ViewWindow newest(int count) {
        return window(reversed ? 0 : Math.max(0, flows.size() - count), count);
    }

    /** A window of the list that begins at a place, or earlier if too few flows follow. */
    ViewWindow window(long from, int count) {
        long first = Math.max(0, Math.min(from, flows.size() - Math.max(0, count)));
        return new ViewWindow(frame.number(), flows.size(), flows.hasOlder(), first, ids(first, count));
    }

    /** All flow numbers, as a copy. */
    Roaring64Bitmap toBitmap() {
        return flows.toBitmap();
    }

    /** Adds a flow, or updates it if it is shown already; it moves if its key changed. */
    void show(Flow flow) {
        long id = flow.id();
        if (!flows.contains(id)) {
            if (!flows.takes(flow)) {
                return;
            }
            long place = flows.insert(flow);
            frame.inserted(id, turned(place, flows.size()));
            if (focus == NONE) {
                focus(id);
            }
            long oldest = flows.surplus();
            if (oldest != Sequence.NOWHERE) {
                hide(oldest);
            }
        } else if (flows.isMoved(flow)) {
            long before = turned(flows.remove(id), flows.size() + 1);
            long after = flows.insert(flow);
            frame.moved(id, before, turned(after, flows.size()));
        } else {
            frame.updated(id);
        }
    }

    /** Removes a flow; no effect if it is not shown. */
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

    /** Sets whether the order is reversed. */
    void reverse(boolean next) {
        if (next != reversed) {
            reversed = next;
            frame.reset();
        }
    }

    /** Replaces the flows and their order. */
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

    /**
     * Shows further flows; only in the order of time. A window that already has {@link #AT_ONCE} flows gets the rest when
     * the search has ended.
     *
     * @param places their places, and maybe those of others; empty if the numbers tell the time
     * @param wanted gets the focus if it is among them
     */
    void showAll(Roaring64Bitmap more, List<Place> places, long wanted) {
        if (more.isEmpty()) {
            return;
        }
        if (flows instanceof WindowSequence window) {
            if (window.size() >= AT_ONCE) {
                return;
            }
            window.insertAll(
                    places.stream().filter(place -> more.contains(place.flow())).toList());
        } else if (flows instanceof TimeSequence time) {
            time.insertAll(more);
        } else {
            throw new IllegalStateException("flows without keys cannot be shown in another order than that of time");
        }
        frame.reset();
        if (wanted != NONE && flows.contains(wanted)) {
            focus(wanted);
        } else if (focus == NONE) {
            focusAt(0);
        }
    }

    /** The flows and their order; the caller may keep them if it replaces them at once. */
    Sequence flows() {
        return flows;
    }

    /**
     * The shown flow nearest to the focused one that {@code others} contains too; if two are equally near, the one
     * after it.
     */
    private long nearest(Sequence others) {
        if (others.size() == 0) {
            return NONE;
        }
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

    /** The focused flow; {@link #NONE} if no flow is shown. */
    long focus() {
        return focus;
    }

    /**
     * Focuses the flow at a place. A place beyond the end means the last flow; if no flow is shown, none is focused.
     */
    void focusAt(long place) {
        List<Long> there = ids(Math.max(0, Math.min(place, flows.size() - 1)), 1);
        focus(there.isEmpty() ? NONE : there.get(0));
    }

    /** Focuses a flow, which must be shown. */
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
