package dev.steno.fleet.read;

import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.condition.Condition;
import dev.steno.store.condition.Dialect;
import java.util.List;

/**
 * The SQL of PostgreSQL. Texts are compared in the collation {@code C}, so that the server's locale has no part in it:
 * elsewhere, {@code lower} of a Turkish locale makes an I a dotless one. Stateless.
 */
final class PostgresDialect extends Dialect {
    static final PostgresDialect INSTANCE = new PostgresDialect();

    private static final Condition UNKNOWN = new Condition.AnnotationsUnknown();

    private PostgresDialect() {}

    /**
     * Returns what is asked for in the place of a condition. A server calls no Java, and takes no NUL in a text; such
     * conditions are left to the decoded flow. So are annotations of flows that were shipped before there was the column.
     */
    static Condition bound(Condition leaf, boolean maybe) {
        if (leaf instanceof Condition.Annotated || leaf instanceof Condition.AnnotatedNumber) {
            return maybe ? Condition.any(leaf, UNKNOWN) : leaf; // a leaf does not hold where annotations are unknown
        }
        return prints(leaf) ? leaf : Condition.of(maybe);
    }

    private static boolean prints(Condition condition) {
        if (condition instanceof Condition.Contains contains) {
            return contains.lower().indexOf('\0') < 0;
        }
        if (condition instanceof Condition.Same same) {
            return same.lower().indexOf('\0') < 0;
        }
        return !(condition instanceof Condition.Tested);
    }

    @Override
    protected String column(FlowColumn column) {
        if (ViewerNotes.change(column)) {
            return ViewerNotes.withNotes(column);
        }
        return column == FlowColumns.ID
                ? "((recorder::bigint << " + FlowNumber.LOCAL_BITS + ") | flow)"
                : column.name();
    }

    /** A comparison with a flow's number is one with both of its parts, which the primary key has. */
    @Override
    protected String compared(Condition.Compared compared, List<Object> parameters) {
        if (compared.column() != FlowColumns.ID) {
            return super.compared(compared, parameters);
        }
        parameters.add(compared.operand() >> FlowNumber.LOCAL_BITS);
        parameters.add(FlowNumber.local(compared.operand()));
        return "(recorder, flow) " + compared.relation().symbol() + " (?, ?)";
    }

    @Override
    protected String constant(boolean holds) {
        return holds ? "TRUE" : "FALSE";
    }

    @Override
    protected String digits(FlowColumn.Number column) {
        return column(column) + "::text";
    }

    @Override
    protected String choice(String condition, String ifTrue, String ifFalse) {
        return "CASE WHEN " + condition + " THEN " + ifTrue + " ELSE " + ifFalse + " END";
    }

    @Override
    protected String place(String in, String text) {
        return "strpos(" + in + ", " + text + ")";
    }

    @Override
    protected String lower(String text) {
        return "lower((" + text + ") COLLATE \"C\")";
    }

    @Override
    protected String sameLength(Condition.SameLength length, List<Object> parameters) {
        String text = length.text();
        parameters.add((long) text.codePointCount(0, text.length()));
        return "char_length(" + print(length.value()) + ") = ?";
    }

    /** The column {@code annotations} is an object, NULL if the flow has none, and JSON's null if they are not known. */
    @Override
    protected String special(Condition condition, List<Object> parameters) {
        if (condition instanceof Condition.AnnotationsUnknown) {
            return "annotations = 'null'";
        }
        if (condition instanceof Condition.Annotated annotated) {
            return annotated.name() == null ? "annotations <> 'null'" : annotation(annotated.name()) + " IS NOT NULL";
        }
        if (condition instanceof Condition.AnnotatedNumber number) {
            parameters.add(number.operand());
            String value = annotation(number.name());
            return choice(
                    value + " ~ '^[0-9]{1,18}$'",
                    "(" + value + ")::bigint " + number.relation().symbol() + " ?",
                    constant(false));
        }
        throw new IllegalArgumentException("not for a server: " + condition);
    }

    /** Of JSON's null, each is NULL. */
    private static String annotation(String name) {
        return "annotations ->> '" + name + "'";
    }
}
