package dev.steno.sqlite.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A condition in SQL with its parameters. If it evaluates to NULL, it does not hold. {@link #not} respects that; AND
 * and OR, the only ways to combine conditions, treat NULL like false.
 *
 * @param parameters numbers, texts, and {@link TextTest}s, in the order of their question marks
 */
record SqlCondition(String sql, List<Object> parameters) {
    static final SqlCondition TRUE = new SqlCondition("1", List.of());
    static final SqlCondition FALSE = new SqlCondition("0", List.of());

    /** A test of a text that SQL cannot express. It is bound as a number by which {@link TextTestFunction} finds it. */
    record TextTest(Predicate<String> test) {}

    static SqlCondition of(String sql, Object... parameters) {
        return new SqlCondition(sql, List.of(parameters));
    }

    static SqlCondition of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    static SqlCondition all(List<SqlCondition> conditions) {
        return join(conditions, " AND ", TRUE, FALSE);
    }

    static SqlCondition all(SqlCondition... conditions) {
        return all(List.of(conditions));
    }

    static SqlCondition any(List<SqlCondition> conditions) {
        return join(conditions, " OR ", FALSE, TRUE);
    }

    static SqlCondition any(SqlCondition... conditions) {
        return any(List.of(conditions));
    }

    /** Returns a condition that holds if and only if this one does not. */
    SqlCondition not() {
        if (isTrue()) {
            return FALSE;
        }
        return isFalse() ? TRUE : new SqlCondition("NOT coalesce(" + sql + ", 0)", parameters);
    }

    boolean isTrue() {
        return equals(TRUE);
    }

    boolean isFalse() {
        return equals(FALSE);
    }

    private static SqlCondition join(
            List<SqlCondition> conditions, String sign, SqlCondition neutral, SqlCondition deciding) {
        List<SqlCondition> kept = new ArrayList<>(conditions);
        kept.removeIf(neutral::equals);
        if (kept.contains(deciding)) {
            return deciding;
        }
        if (kept.size() < 2) {
            return kept.isEmpty() ? neutral : kept.get(0);
        }
        StringBuilder sql = new StringBuilder("(");
        List<Object> parameters = new ArrayList<>();
        for (SqlCondition condition : kept) {
            sql.append(sql.length() == 1 ? "" : sign).append(condition.sql);
            parameters.addAll(condition.parameters);
        }
        return new SqlCondition(sql.append(')').toString(), List.copyOf(parameters));
    }
}
