package dev.steno.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a check of a session found.
 *
 * @param file the session
 * @param recorded whether a process recorded to it meanwhile; what belongs to the recorder was left out then
 * @param flows how many flows were checked
 * @param bodies how many of their bodies
 * @param counts how many problems of each kind there were, in the order of the kinds; kinds without any are left out
 * @param first the first problems, in the order in which they were found
 * @param repaired whether they were put in order too
 * @param left how many problems are still there afterwards
 * @param setAside how many messages of flows that cannot be read were kept in the table {@code damaged}
 */
public record CheckReport(
        Path file,
        boolean recorded,
        long flows,
        long bodies,
        Map<Problem.Kind, Long> counts,
        List<Problem> first,
        boolean repaired,
        long left,
        long setAside) {

    /** How many problems there are, or were before the repair; without what the death of a recorder leaves. */
    public long problems() {
        return count(false);
    }

    /** How many things the death of a recorder left, or had left before the repair. */
    public long leftovers() {
        return count(true);
    }

    /** Whether nothing is wrong now. */
    public boolean isClean() {
        return left == 0;
    }

    private long count(boolean leftover) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().isLeftover() == leftover)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
