package dev.steno.store.condition;

import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Condition.Contains;
import dev.steno.store.condition.Condition.UrlShape;
import dev.steno.store.condition.FlowValue.Stored;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches in URLs, which are not stored. Since composing the URL of every flow would dominate the cost of a scan, a search
 * term is first compared with the parts of the URL. Pure functions.
 */
final class UrlConditions {
    /** The separators between the parts of a URL. */
    private static final String JOINTS = "[:/\\[\\]]";

    private UrlConditions() {}

    /** Returns a condition for flows whose URL contains a lower-case ASCII text, ignoring case. */
    static Condition contains(String lower) {
        List<Condition> conditions = new ArrayList<>();
        String[] pieces = lower.split(JOINTS);
        for (String piece : pieces) {
            if (!piece.isEmpty()) {
                conditions.add(piece(piece));
            }
        }
        if (pieces.length != 1 || !pieces[0].equals(lower)) {
            conditions.add(new Contains(FlowValue.Composed.URL, lower));
        }
        return Condition.all(conditions);
    }

    /**
     * Returns a condition for flows with the text in one part of the URL. The text contains no separator, so it cannot
     * span two parts.
     */
    private static Condition piece(String lower) {
        List<Condition> parts = new ArrayList<>();
        parts.add(new Contains(new Stored(FlowColumns.HOST), lower));
        List<Condition> whole = new ArrayList<>();
        whole.add(new Contains(new Stored(FlowColumns.PATH), lower));
        if ("https".contains(lower)) {
            whole.add(new Contains(new Stored(FlowColumns.SCHEME), lower));
        }
        parts.add(Condition.all(UrlShape.FULL, Condition.any(whole)));
        if (lower.length() <= 5 && lower.chars().allMatch(c -> c >= '0' && c <= '9')) {
            parts.add(Condition.all(new Contains(new FlowValue.Digits(FlowColumns.PORT), lower), UrlShape.WITH_PORT));
        }
        return Condition.any(parts);
    }
}
