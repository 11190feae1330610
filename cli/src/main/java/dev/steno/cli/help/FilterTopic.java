package dev.steno.cli.help;

import dev.steno.filter.Argument;
import dev.steno.filter.FilterGrammar;
import dev.steno.filter.FilterGrammar.Operator;
import java.util.List;

/** {@code steno help filter}: the operators of the language of filters, from its grammar. Stateless. */
final class FilterTopic {
    /** The word that asks for the page. */
    static final String NAME = "filter";

    private static final int COLUMN = 34;

    private FilterTopic() {}

    static String page() {
        StringBuilder page = new StringBuilder("""
                A filter selects flows: steno ls FILE -f FILTER, steno tail, save and rm alike.

                  status >= 400 and host:example    failed, on a host with this text
                  ~m POST !(~u /login)              POST, but not to URLs with /login
                  host ~ "api" or size > 1mb        a regular expression; a size
                  started > -10min ~b timeout       of the last ten minutes, with this text in a body

                Combine terms with and (&), or (|), not (!) and parentheses; terms side by side must both match, and bind
                weakest. A bare word is searched for in the URL. Quote the filter, since the shell knows & | ! ( ) > too.

                Letters:
                """);
        List<Operator> all = FilterGrammar.operators();
        all.stream().filter(each -> each.spelling().startsWith("~")).forEach(each -> line(page, each));
        page.append("\nNames, with a comparison:\n");
        all.stream().filter(each -> !each.spelling().startsWith("~")).forEach(each -> line(page, each));
        page.append(
                "\nTextual names compare with = != ~ !~ (regular expressions; bodies and headers with ~ !~ only), numbers with"
                        + "\n= != < <= > >=, both with in (a, b).\nThe whole grammar: docs/filter.md\n");
        return page.toString();
    }

    private static void line(StringBuilder page, Operator operator) {
        String kind = operator.argument() == Argument.NONE
                ? ""
                : " " + operator.argument().label();
        String left = "  " + operator.spelling() + kind;
        page.append(left).append(" ".repeat(Math.max(1, COLUMN - left.length())));
        page.append(operator.help());
        if (!operator.choices().isEmpty()) {
            page.append(": ").append(String.join(", ", operator.choices()));
        }
        page.append('\n');
    }
}
