package dev.steno.view.index;

import dev.steno.flow.Flow;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The numbers of the flows of a view, each at its place in an ascending order. Not for several threads at once. */
public sealed interface Sequence permits TimeSequence, KeySequence {

    /** Stands for the place of a flow that is not here. */
    long NOWHERE = -1;

    long size();

    boolean contains(long flow);

    /** The place of a flow, from 0; {@link #NOWHERE} where it is not here. */
    long placeOf(long flow);

    /** Hands on the flows from a place on, so many at most. */
    void from(long place, int count, LongConsumer to);

    /** Adds a flow that is not here; says at which place. */
    long insert(Flow flow);

    /** Removes a flow; says from which place, {@link #NOWHERE} where it is not here. */
    long remove(long flow);

    /** Whether a flow that is here belongs to another place by this revision. */
    boolean isMoved(Flow flow);

    /** All flows here, as a set of its own. */
    Roaring64Bitmap toBitmap();
}
