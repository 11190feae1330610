package dev.steno.diff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of a comparison of two selections in figures. Immutable.
 *
 * @param left flows on the left side
 * @param right flows on the right side
 * @param same pairs that are equal, but for what is ignored
 * @param changed pairs that differ
 * @param removed flows of the left side without a partner
 * @param added flows of the right side without a partner
 * @param recoded equal pairs with a body in other content codings
 * @param damaged pairs, and flows without a partner, that were not compared, since a flow is damaged
 * @param parts in how many pairs each part differs
 */
public record DiffSummary(
        long left,
        long right,
        long same,
        long changed,
        long removed,
        long added,
        long recoded,
        long damaged,
        Map<String, Long> parts) {
    public DiffSummary {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Whether both sides have the same flows, and these are equal as far as they could be compared. */
    public boolean isSame() {
        return changed == 0 && removed == 0 && added == 0;
    }
}
