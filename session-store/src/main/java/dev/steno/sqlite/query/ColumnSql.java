package dev.steno.sqlite.query;

import dev.steno.store.StoredEnum;
import java.util.stream.Collectors;

/** Values of columns as people write them, in SQL. */
final class ColumnSql {
    private ColumnSql() {}

    /** A point in time in UTC, ISO 8601 with microseconds. */
    static String time(String column) {
        return "strftime('%Y-%m-%dT%H:%M:%S', " + column + " / 1000000000, 'unixepoch') || printf('.%06dZ', " + column
                + " / 1000 % 1000000)";
    }

    /** The word for the constant whose number a column holds; NULL if it holds none, or the constant is called {@code NONE}. */
    static String words(StoredEnum<?> constants, String column) {
        return constants.constants().stream()
                .filter(each -> !each.name().equals("NONE"))
                .map(each -> "WHEN " + each.number() + " THEN '" + StoredEnum.label(each) + "'")
                .collect(Collectors.joining(" ", "CASE " + column + " ", " END"));
    }
}
