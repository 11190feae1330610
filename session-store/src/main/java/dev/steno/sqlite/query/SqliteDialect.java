package dev.steno.sqlite.query;

import dev.steno.store.FlowColumn;
import dev.steno.store.condition.Condition;
import dev.steno.store.condition.Dialect;
import java.util.List;

/** The SQL of SQLite, with the function {@link TextTestFunction} and the table of annotations. Stateless. */
final class SqliteDialect extends Dialect {
    static final SqliteDialect INSTANCE = new SqliteDialect();

    private SqliteDialect() {}

    @Override
    protected String constant(boolean holds) {
        return holds ? "1" : "0";
    }

    @Override
    protected String digits(FlowColumn.Number column) {
        return column(column);
    }

    @Override
    protected String choice(String condition, String ifTrue, String ifFalse) {
        return "iif(" + condition + ", " + ifTrue + ", " + ifFalse + ")";
    }

    @Override
    protected String place(String in, String text) {
        return "instr(" + in + ", " + text + ")";
    }

    @Override
    protected String lower(String text) {
        return "lower(" + text + ")";
    }

    @Override
    protected String sameLength(Condition.SameLength length, List<Object> parameters) {
        parameters.add(length.text()); // SQLite counts the characters before a NUL, in both
        return "length(" + print(length.value()) + ") = length(?)";
    }

    @Override
    protected String special(Condition condition, List<Object> parameters) {
        if (condition instanceof Condition.Tested tested) {
            parameters.add(tested);
            return "text_test(?, " + print(tested.value()) + ")";
        }
        if (condition instanceof Condition.Annotated annotated) {
            String name = annotated.name();
            return annotated(name == null ? "" : " WHERE " + named(name));
        }
        if (condition instanceof Condition.AnnotatedNumber number) {
            parameters.add(number.operand());
            return annotated(" WHERE " + named(number.name())
                    + " AND value <> '' AND value NOT GLOB '*[^0-9]*' AND length(value) <= 18 AND CAST(value AS INTEGER) "
                    + number.relation().symbol() + " ?");
        }
        throw new IllegalArgumentException("not a special condition: " + condition);
    }

    private static String annotated(String where) {
        return "id IN (SELECT flow FROM annotation" + where + ")";
    }

    private static String named(String name) {
        return "name = '" + name + "'";
    }
}
