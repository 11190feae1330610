package dev.steno.filter;

import dev.steno.filter.Filter.All;
import dev.steno.filter.Filter.And;
import dev.steno.filter.Filter.Compare;
import dev.steno.filter.Filter.Equals;
import dev.steno.filter.Filter.Is;
import dev.steno.filter.Filter.Matches;
import dev.steno.filter.Filter.Not;
import dev.steno.filter.Filter.Or;
import java.util.List;

/** Prints a filter as an expression that parses back to an equal filter. Stateless. */
final class FilterPrinter {
    private FilterPrinter() {}

    static String print(Filter filter) {
        StringBuilder out = new StringBuilder();
        print(filter, out);
        return out.toString();
    }

    private static void print(Filter filter, StringBuilder out) {
        if (filter instanceof All) {
            out.append("~all");
        } else if (filter instanceof Not not) {
            print(not, out);
        } else if (filter instanceof And and) {
            join(and.operands(), " & ", out);
        } else if (filter instanceof Or or) {
            join(or.operands(), " | ", out);
        } else if (filter instanceof Is is) {
            out.append(is.flag().operator());
        } else if (filter instanceof Matches matches) {
            print(matches, "~", out);
        } else if (filter instanceof Equals equals) {
            print(equals, "=", out);
        } else {
            Compare compare = (Compare) filter;
            print(compare, compare.relation().symbol(), out);
        }
    }

    private static void print(Not not, StringBuilder out) {
        Filter operand = not.operand();
        if (operand instanceof Matches matches && matches.field().operator() == null) {
            print(matches, "!~", out);
        } else if (operand instanceof Equals equals) {
            print(equals, "!=", out);
        } else if (operand instanceof Compare compare && compare.relation() == Relation.EQ) {
            print(compare, "!=", out);
        } else {
            out.append('!');
            grouped(operand, operand instanceof And || operand instanceof Or, out);
        }
    }

    private static void print(Matches matches, String relation, StringBuilder out) {
        TextField field = matches.field();
        if (field.operator() == null) {
            compare(field, relation, matches.regex().text(), out);
        } else {
            out.append(field.operator())
                    .append(' ')
                    .append(WordSyntax.bareOrQuoted(matches.regex().text()));
        }
    }

    private static void print(Equals equals, String relation, StringBuilder out) {
        compare(equals.field(), relation, equals.value(), out);
    }

    /** Quotes a text with {@code &} or {@code |}, which some fields would take for connectives without spaces. */
    private static void compare(TextField field, String relation, String text, StringBuilder out) {
        boolean bare = text.indexOf('&') < 0 && text.indexOf('|') < 0;
        out.append(field.label()).append(' ').append(relation).append(' ');
        out.append(bare ? WordSyntax.bareOrQuoted(text) : WordSyntax.inQuotes(text));
    }

    private static void print(Compare compare, String relation, StringBuilder out) {
        out.append(compare.field().label()).append(' ').append(relation).append(' ');
        out.append(Operands.print(compare.field().argument(), compare.value()));
    }

    /**
     * Parenthesises a junction within a junction even if precedence makes it redundant, so that the tree is preserved.
     */
    private static void join(List<Filter> operands, String separator, StringBuilder out) {
        for (int i = 0; i < operands.size(); i++) {
            if (i > 0) {
                out.append(separator);
            }
            Filter operand = operands.get(i);
            grouped(operand, operand instanceof And || operand instanceof Or, out);
        }
    }

    private static void grouped(Filter filter, boolean group, StringBuilder out) {
        if (group) {
            out.append('(');
        }
        print(filter, out);
        if (group) {
            out.append(')');
        }
    }
}
