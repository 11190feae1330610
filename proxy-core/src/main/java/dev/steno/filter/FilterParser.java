package dev.steno.filter;

import dev.steno.filter.Filter.And;
import dev.steno.filter.Filter.Is;
import dev.steno.filter.Filter.Not;
import dev.steno.filter.Filter.Or;
import dev.steno.filter.FilterLexer.Word;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Parses the filter grammar, documented in {@code docs/filter.md}: letters ({@code ~u api}), names ({@code status >=
 * 500}), {@code not and or} or {@code ! & |}, and parentheses. Adjacent terms must all match; adjacency binds weakest. For one parse on one
 * thread.
 */
public final class FilterParser {
    private static final int DEPTH = 200;
    private static final String TERM = "a term";

    private final FilterLexer scanner;
    private final ComparisonParser comparison;
    private final MistakenWords mistakes;
    private int depth;

    private FilterParser(String expression, Instant now, ZoneId zone) {
        this.scanner = new FilterLexer(expression);
        this.comparison = new ComparisonParser(scanner, now, zone);
        this.mistakes = new MistakenWords(scanner, comparison);
    }

    /**
     * Parses an expression. Relative times are relative to the time of this call.
     *
     * @throws FilterSyntaxException if it is not valid; a blank expression is not valid
     */
    public static Filter parse(String expression) {
        return parse(expression, Instant.now(), ZoneId.systemDefault());
    }

    /** Like {@link #parse}, but a blank expression matches every flow. */
    public static Filter parseOrAll(String expression) {
        return expression.isBlank() ? Filter.ALL : parse(expression);
    }

    /** Like {@link #parse}, at a given time; dates without an offset are in the given zone. */
    static Filter parse(String expression, Instant now, ZoneId zone) {
        FilterParser parser = new FilterParser(expression, now, zone);
        Filter filter = parser.sideBySide();
        if (!parser.scanner.atEnd()) {
            throw parser.scanner.error(parser.scanner.position(), TERM + " or the end");
        }
        return filter;
    }

    /** Parses adjacent terms, {@code or or …}, all of which must match. */
    private Filter sideBySide() {
        List<Filter> terms = new ArrayList<>();
        do {
            terms.add(or());
            scanner.skipSpace();
        } while (!scanner.atEnd() && scanner.peek() != ')');
        return terms.size() == 1 ? terms.get(0) : new And(terms);
    }

    private Filter or() {
        List<Filter> terms = joined("|", "or", this::and);
        return terms.size() == 1 ? terms.get(0) : new Or(terms);
    }

    private Filter and() {
        List<Filter> terms = joined("&", "and", this::not);
        return terms.size() == 1 ? terms.get(0) : new And(terms);
    }

    private List<Filter> joined(String sign, String word, Supplier<Filter> operand) {
        List<Filter> terms = new ArrayList<>();
        terms.add(operand.get());
        scanner.skipSpace();
        while (scanner.skip(sign + sign) || scanner.skip(sign) || scanner.skipWord(word)) {
            terms.add(operand.get());
            scanner.skipSpace();
        }
        return terms;
    }

    private Filter not() {
        scanner.skipSpace();
        return scanner.skip("!") || scanner.skipWord("not") ? deeper(() -> new Not(not())) : term();
    }

    private Filter term() {
        int start = scanner.position();
        switch (scanner.peek()) {
            case '(' -> {
                scanner.skip("(");
                return deeper(() -> group(start));
            }
            case '~' -> {
                return operator();
            }
            case ')', '|', '&', 0 -> throw scanner.error(start, TERM);
            default -> {
                Filter compared = comparison.read();
                if (compared != null) {
                    return compared;
                }
                Word word = scanner.text(TERM);
                mistakes.refuse(word);
                return comparison.matches(TextField.URL, word);
            }
        }
    }

    private Filter group(int open) {
        Filter inner = sideBySide();
        if (!scanner.skip(")")) {
            throw scanner.error(scanner.position(), "`)` to close the `(` at character " + (open + 1));
        }
        return inner;
    }

    private Filter operator() {
        int start = scanner.position();
        scanner.skip("~");
        String operator = "~" + scanner.run(c -> Character.isLetterOrDigit(c) || c == '_');
        if (operator.equals("~all")) {
            return Filter.ALL;
        }
        Flag flag = FilterGrammar.flag(operator);
        if (flag != null) {
            return new Is(flag);
        }
        if (operator.equals("~c")) {
            return comparison.status(Relation.EQ, scanner.number(Operands.STATUS));
        }
        TextField field = FilterGrammar.letter(operator);
        if (field == null) {
            throw mistakes.unknownLetter(start, operator);
        }
        return comparison.matches(field, scanner.text("a regular expression after " + operator));
    }

    private <T> T deeper(Supplier<T> inner) {
        if (++depth > DEPTH) {
            throw scanner.error(scanner.position(), "no more than " + DEPTH + " levels of `(` and `!`");
        }
        T result = inner.get();
        depth--;
        return result;
    }
}
