package dev.steno.sqlite.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A condition in SQL with its parameters. Where it comes out as NULL it does not hold; {@link #not} keeps to that. A condition is
 * only ever joined by AND and OR, which take NULL and false alike.
 *
 * @param parameters numbers, texts, and {@link TextTest}s, in the order of their question marks
 */
record Condition(String sql, List<Object> parameters) {
    static final Condition TRUE = new Condition("1", List.of());
    static final Condition FALSE = new Condition("0", List.of());

    /** A test of a text that SQL has no means for. Stands for a number under which {@link TextTests} finds it. */
    record TextTest(Predicate<String> test) {}

    static Condition of(String sql, Object... parameters) {
        return new Condition(sql, List.of(parameters));
    }

    static Condition of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    static Condition all(List<Condition> conditions) {
        return join(conditions, " AND ", TRUE, FALSE);
    }

    static Condition all(Condition... conditions) {
        return all(List.of(conditions));
    }

    static Condition any(List<Condition> conditions) {
        return join(conditions, " OR ", FALSE, TRUE);
    }

    static Condition any(Condition... conditions) {
        return any(List.of(conditions));
    }

    /** Holds where this one does not. */
    Condition not() {
        if (isTrue()) {
            return FALSE;
        }
        return isFalse() ? TRUE : new Condition("NOT coalesce(" + sql + ", 0)", parameters);
    }

    boolean isTrue() {
        return equals(TRUE);
    }

    boolean isFalse() {
        return equals(FALSE);
    }

    private static Condition join(List<Condition> conditions, String sign, Condition neutral, Condition deciding) {
        List<Condition> kept = new ArrayList<>(conditions);
        kept.removeIf(neutral::equals);
        if (kept.contains(deciding)) {
            return deciding;
        }
        if (kept.size() < 2) {
            return kept.isEmpty() ? neutral : kept.get(0);
        }
        StringBuilder sql = new StringBuilder("(");
        List<Object> parameters = new ArrayList<>();
        for (Condition condition : kept) {
            sql.append(sql.length() == 1 ? "" : sign).append(condition.sql);
            parameters.addAll(condition.parameters);
        }
        return new Condition(sql.append(')').toString(), List.copyOf(parameters));
    }
}
