package dev.steno.view.index;

import dev.steno.flow.Flow;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Flows in the order of their numbers, which is the order in which they began. A compressed bitmap: a million
 * consecutive flows take less than 200 KiB. For one thread at a time.
 */
public final class TimeSequence implements Sequence {
    private final Roaring64Bitmap flows;

    /** @param flows this sequence takes over the bitmap */
    public TimeSequence(Roaring64Bitmap flows) {
        this.flows = flows;
    }

    @Override
    public long size() {
        return flows.getLongCardinality();
    }

    @Override
    public boolean contains(long flow) {
        return flows.contains(flow);
    }

    @Override
    public long placeOf(long flow) {
        return flows.contains(flow) ? flows.rankLong(flow) - 1 : NOWHERE;
    }

    @Override
    public long placeFor(long flow, byte[] key) {
        return flow == 0 ? 0 : flows.rankLong(flow - 1);
    }

    /** Adds flows; those that are in the sequence already have no effect. */
    public void insertAll(Roaring64Bitmap more) {
        flows.or(more);
    }

    @Override
    public void from(long place, int count, LongConsumer to) {
        if (count <= 0 || place >= size()) {
            return;
        }
        PeekableLongIterator flow = flows.getLongIteratorFrom(flows.select(place));
        for (int i = 0; i < count && flow.hasNext(); i++) {
            to.accept(flow.next());
        }
    }

    @Override
    public long insert(Flow flow) {
        flows.addLong(flow.id());
        return flows.rankLong(flow.id()) - 1;
    }

    @Override
    public long remove(long flow) {
        long place = placeOf(flow);
        if (place != NOWHERE) {
            flows.removeLong(flow);
        }
        return place;
    }

    @Override
    public boolean isMoved(Flow flow) {
        return false;
    }

    @Override
    public Roaring64Bitmap toBitmap() {
        return flows.clone();
    }
}
