package dev.steno.view.index;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.store.Place;
import dev.steno.store.SortColumn;
import java.util.List;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The newest flows of a store whose numbers do not tell the time, in any order: at most as many as the window has room for.
 * In an order other than time, the flows are held twice, since the oldest is the one to leave. For one thread at a time.
 */
public final class WindowSequence implements Sequence {
    private final long room;
    private final KeySequence byTime;
    private final KeySequence shown; // the same in the order of time
    private boolean older;

    private WindowSequence(long room, KeySequence byTime, KeySequence shown, boolean older) {
        this.room = room;
        this.byTime = byTime;
        this.shown = shown;
        this.older = older;
    }

    /** A window without flows in the order of time. */
    public static WindowSequence empty(long room) {
        return byTime(room, List.of(), false);
    }

    /**
     * A window in the order of time.
     *
     * @param places of its flows, in any order, at most {@code room}
     * @param older whether there are older flows
     */
    public static WindowSequence byTime(long room, List<Place> places, boolean older) {
        KeySequence sorted = times(places);
        return new WindowSequence(room, sorted, sorted, older);
    }

    /**
     * A window in another order.
     *
     * @param keys of the same flows, in the order
     */
    public static WindowSequence byKey(long room, List<Place> places, Order order, KeyRun keys, boolean older) {
        return new WindowSequence(room, times(places), new KeySequence(order, keys, new FlowSerials.Hashed()), older);
    }

    private static KeySequence times(List<Place> places) {
        KeySorter sorter = new KeySorter();
        places.forEach(place -> sorter.addFlow(place.flow(), FlowKey.number(place.started())));
        return new KeySequence(Order.TIME, sorter.toRun(), new FlowSerials.Hashed());
    }

    /** Adds flows that are found by their places; only in the order of time. Those that it has already have no effect. */
    public void insertAll(List<Place> places) {
        if (shown != byTime) {
            throw new IllegalStateException("flows without keys cannot be shown in another order than that of time");
        }
        for (Place place : places) {
            if (!byTime.contains(place.flow())) {
                byTime.insert(SortColumn.ofNumber(place.started()), place.flow());
            }
        }
        while (size() > room) {
            byTime.remove(oldest());
            older = true;
        }
    }

    /** Notes whether there are older flows that match. */
    public void noteOlder(boolean found) {
        older |= found;
    }

    private long oldest() {
        long[] first = {NOWHERE};
        byTime.from(0, 1, flow -> first[0] = flow);
        return first[0];
    }

    @Override
    public boolean hasOlder() {
        return older;
    }

    @Override
    public boolean takes(Flow flow) {
        if (size() == room && byTime.placeFor(flow.id(), FlowKey.of(Order.TIME, flow)) == 0) {
            older = true;
            return false;
        }
        return true;
    }

    @Override
    public long surplus() {
        if (size() <= room) {
            return NOWHERE;
        }
        older = true;
        return oldest();
    }

    @Override
    public long size() {
        return shown.size();
    }

    @Override
    public boolean contains(long flow) {
        return shown.contains(flow);
    }

    @Override
    public long placeOf(long flow) {
        return shown.placeOf(flow);
    }

    @Override
    public long placeFor(long flow, byte[] key) {
        return shown.placeFor(flow, key);
    }

    @Override
    public void from(long place, int count, LongConsumer to) {
        shown.from(place, count, to);
    }

    @Override
    public long insert(Flow flow) {
        if (shown != byTime) {
            byTime.insert(flow);
        }
        return shown.insert(flow);
    }

    @Override
    public long remove(long flow) {
        if (shown != byTime) {
            byTime.remove(flow);
        }
        return shown.remove(flow);
    }

    @Override
    public boolean isMoved(Flow flow) {
        return shown.isMoved(flow);
    }

    @Override
    public Roaring64Bitmap toBitmap() {
        return shown.toBitmap();
    }
}
