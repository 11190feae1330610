package dev.steno.view.index;

import dev.steno.flow.Flow;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The flow numbers of a view in ascending order of the view's keys, each with its place. For one thread at a time. */
public sealed interface Sequence permits TimeSequence, KeySequence, WindowSequence {

    /** The place of a flow that is not in the sequence. */
    long NOWHERE = -1;

    long size();

    boolean contains(long flow);

    /** The place of a flow, counted from 0; {@link #NOWHERE} if it is not in the sequence. */
    long placeOf(long flow);

    /**
     * The place that a flow has, or would have if it were in the sequence.
     *
     * @param key the flow's key; ignored by a {@link TimeSequence}
     */
    long placeFor(long flow, byte[] key);

    /** Passes at most {@code count} flow numbers to {@code to}, beginning at a place. */
    void from(long place, int count, LongConsumer to);

    /** Adds a flow that is not in the sequence; returns its place. */
    long insert(Flow flow);

    /** Removes a flow; returns the place it had, or {@link #NOWHERE} if it is not in the sequence. */
    long remove(long flow);

    /**
     * Whether this revision of a flow has another key, so that the flow may have to move. False if it is not in the
     * sequence.
     */
    boolean isMoved(Flow flow);

    /** Whether there are older flows that this sequence would have if it were not bounded. */
    default boolean hasOlder() {
        return false;
    }

    /** Whether a flow that is not in the sequence is to be inserted: not if it is older than what a full one has. */
    default boolean takes(Flow flow) {
        return true;
    }

    /** The flow to remove after an insertion; {@link #NOWHERE} if there is room. */
    default long surplus() {
        return NOWHERE;
    }

    /** All flow numbers, as a copy. */
    Roaring64Bitmap toBitmap();
}
