package dev.steno.sqlite.query;

import dev.steno.store.StoredEnum;
import java.util.stream.Collectors;

/** Values of columns as people write them, in SQL. */
final class ColumnSql {
    private ColumnSql() {}

    /** The word for the constant whose number a column holds; NULL if it holds none. */
    static String words(StoredEnum<?> constants, String column) {
        return constants.constants().stream()
                .map(each -> "WHEN " + each.number() + " THEN '" + StoredEnum.label(each) + "'")
                .collect(Collectors.joining(" ", "CASE " + column + " ", " END"));
    }
}
