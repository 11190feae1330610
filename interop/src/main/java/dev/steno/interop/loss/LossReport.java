package dev.steno.interop.loss;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a run loses, with the first place of each cause. For the thread of the run. */
public final class LossReport {
    private final Map<Loss, Entry> entries = new EnumMap<>(Loss.class);

    /**
     * A cause that occurred.
     *
     * @param times how often
     * @param first where it occurred first: {@code entry 12}, {@code flow 7}
     */
    public record Entry(Loss loss, long times, String first) {}

    /** Counts a loss once. */
    public void count(Loss loss, String place) {
        count(loss, 1, place);
    }

    /** Counts a loss several times. */
    public void count(Loss loss, long times, String place) {
        if (times > 0) {
            entries.merge(
                    loss,
                    new Entry(loss, times, place),
                    (before, more) -> new Entry(loss, before.times() + more.times(), before.first()));
        }
    }

    /** Returns the causes that occurred, in the order of {@link Loss}. */
    public List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** Returns how often a loss occurred. */
    public long times(Loss loss) {
        Entry entry = entries.get(loss);
        return entry == null ? 0 : entry.times();
    }

    /** Whether anything was lost that was not asked for. */
    public boolean isLossy() {
        return entries.keySet().stream().anyMatch(loss -> loss.kind() != Loss.Kind.DECLARED);
    }
}
