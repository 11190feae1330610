package dev.steno.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that every match of an expression contains: a run of sets of bytes, such as four digits and a dash, for each of its
 * alternatives. They are searched for in a fraction of the time of the expression, of which most texts have no match. The runs
 * are searched together, a bit for each set (Shift-And). Immutable; any thread.
 */
public final class RequiredBytes {
    private final long[] sets; // by byte: a bit for each set that has it
    private final long begins;
    private final long ends;
    private final boolean first; // the run is the begin of each match

    private RequiredBytes(long[] sets, long begins, long ends, boolean first) {
        this.sets = sets;
        this.begins = begins;
        this.ends = ends;
        this.first = first;
    }

    /** Those of an expression of RE2; null if none are known that are worth a search. */
    public static @Nullable RequiredBytes of(String regex) {
        List<RequiredRun> runs = RequiredRun.ofAlternatives(regex);
        if (runs.isEmpty() || runs.stream().mapToInt(run -> run.sets().size()).sum() > Long.SIZE) {
            return null;
        }
        long[] sets = new long[256];
        long begins = 0;
        long ends = 0;
        int bit = 0;
        for (RequiredRun run : runs) {
            begins |= 1L << bit;
            for (ByteSet set : run.sets()) {
                for (int b = 0; b < sets.length; b++) {
                    sets[b] |= set.has(b) ? 1L << bit : 0;
                }
                bit++;
            }
            ends |= 1L << bit - 1;
        }
        return new RequiredBytes(
                sets, begins, ends, runs.size() == 1 && runs.get(0).first());
    }

    /**
     * Where to begin with the search for a match.
     *
     * @return an index that is not behind the begin of the first match from an index on; -1 if there is no match
     */
    public int begin(byte[] data, int from, int length) {
        long open = 0;
        for (int at = from; at < length; at++) {
            open = (open << 1 | begins) & sets[data[at] & 0xFF];
            if ((open & ends) != 0) {
                return first ? at - Long.numberOfTrailingZeros(ends) : from;
            }
        }
        return -1;
    }
}
