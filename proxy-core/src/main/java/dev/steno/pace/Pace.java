package dev.steno.pace;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When the pieces of one direction of a flow are sent, and how large they are. It knows neither clock nor timer: the owner
 * asks before each piece, and again when the piece is due. Confined to the flow's event loop.
 */
public final class Pace {
    /** Further in the future than any flow lasts, in nanoseconds. */
    static final long NEVER = TimeUnit.DAYS.toNanos(365);

    /** The longest time for which a piece that is not late occupies the rate. */
    static final long SLICE = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<TokenBucket> buckets;
    private final List<PieceShape> shapes;
    private final long endDelay;
    private final @Nullable String remark;
    private int asked; // bytes of the piece whose time is known; 0 for none
    private long due;
    private long previous; // when the piece before it was due, at the earliest

    Pace(
            List<TokenBucket> buckets,
            List<PieceShape> shapes,
            long startDelay,
            long endDelay,
            @Nullable String remark,
            long now) {
        this.buckets = List.copyOf(buckets);
        this.shapes = List.copyOf(shapes);
        this.endDelay = endDelay;
        this.remark = remark;
        this.previous = now + startDelay;
    }

    /**
     * Asks to send a piece.
     *
     * @param available bytes that could be sent, above 0
     * @param now of {@link System#nanoTime}
     * @return how many may be sent now; 0 if none before {@link #due}
     */
    public int admit(int available, long now) {
        if (asked == 0) {
            ask(available, now);
        }
        if (due - now > 0) {
            return 0;
        }
        int admitted = Math.min(asked, available);
        asked = 0;
        return admitted;
    }

    private void ask(int available, long now) {
        int bytes = available;
        for (TokenBucket bucket : buckets) { // a late piece is larger, so that a busy machine sends fewer
            bytes = Math.min(bytes, bucket.rate().bytesIn(SLICE + bucket.behind(now)));
        }
        for (PieceShape shape : shapes) {
            bytes = Math.min(bytes, Math.max(1, shape.size()));
        }
        long at = previous;
        for (TokenBucket bucket : buckets) {
            long start = bucket.reserve(bytes, now);
            at = start - at > 0 ? start : at;
        }
        long pause = 0;
        for (PieceShape shape : shapes) {
            pause += shape.pause(bytes);
        }
        if (pause > 0) {
            at = (at - now > 0 ? at : now) + pause;
            previous = at;
        }
        asked = bytes;
        due = at;
    }

    /** When the piece that was asked for may be sent. */
    public long due() {
        return due;
    }

    /** What the record says of the flow; null for nothing. */
    public @Nullable String remark() {
        return remark;
    }

    /** How long the end of the direction is delayed after its last byte, in nanoseconds. */
    public long endDelay() {
        return endDelay;
    }
}
