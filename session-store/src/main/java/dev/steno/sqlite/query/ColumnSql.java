package dev.steno.sqlite.query;

import dev.steno.flow.Times;
import dev.steno.store.StoredEnum;
import java.util.stream.Collectors;

/** SQL that shows column values in the form for people. Pure functions. */
final class ColumnSql {
    private ColumnSql() {}

    /** Shows a time in UTC, as ISO 8601 with microseconds; NULL if it is unset. */
    static String time(String column) {
        // SQLite reads the lowest number itself as a floating-point one
        return "CASE WHEN " + column + " > " + (Times.UNSET + 1) + " THEN strftime('%Y-%m-%dT%H:%M:%S', " + column
                + " / 1000000000, 'unixepoch')\n        || printf('.%06dZ', " + column + " / 1000 % 1000000) END";
    }

    /**
     * Shows a constant's word instead of its number; NULL if the number has no constant, or the constant is
     * {@code NONE}.
     */
    static String words(StoredEnum<?> constants, String column) {
        return constants.constants().stream()
                .filter(each -> !each.name().equals("NONE"))
                .map(each -> "WHEN " + each.number() + " THEN '" + StoredEnum.label(each) + "'")
                .collect(Collectors.joining(" ", "CASE " + column + " ", " END"));
    }
}
