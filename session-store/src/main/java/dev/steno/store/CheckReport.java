package dev.steno.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The result of checking a session.
 *
 * @param file the session file
 * @param recorded whether a process recorded to the session during the check; its unfinished data was not checked then
 * @param flows number of checked flows
 * @param bodies number of checked bodies
 * @param counts number of problems of each kind, in the order of the kinds; kinds without problems are omitted
 * @param first the first problems, in the order in which they were found
 * @param repaired whether a repair was attempted
 * @param left number of problems that remain
 * @param setAside number of damaged encoded forms and certificates that the repair moved to the table {@code damaged}
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

    /** Returns the number of problems found, without {@link #leftovers}. */
    public long problems() {
        return count(false);
    }

    /** Returns the number of unfinished items that were found because a recorder died. They are not damage. */
    public long leftovers() {
        return count(true);
    }

    /** Returns whether no problem remains. */
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
