package dev.steno.filter;

import com.google.re2j.PatternSyntaxException;
import dev.steno.filter.Filter.And;
import dev.steno.filter.Filter.Compare;
import dev.steno.filter.Filter.Equals;
import dev.steno.filter.Filter.Matches;
import dev.steno.filter.Filter.Not;
import dev.steno.filter.Filter.Or;
import dev.steno.filter.FilterLexer.Word;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses {@code name relation operand}. For one parse on one thread. */
final class ComparisonParser {
    private static final List<String> RELATIONS = List.of("!=", "!~", "<=", ">=", "==", "=", "~", "<", ">");

    /** Texts that contain neither {@code &} nor {@code |}: an unquoted word with one of them lacks spaces around it. */
    private static final Set<TextField> WITHOUT_CONNECTIVES = EnumSet.of(
            TextField.METHOD,
            TextField.DOMAIN,
            TextField.HOST,
            TextField.SCHEME,
            TextField.SOURCE,
            TextField.DESTINATION);

    private final FilterLexer scanner;
    private final Instant now;
    private final ZoneId zone;

    ComparisonParser(FilterLexer scanner, Instant now, ZoneId zone) {
        this.scanner = scanner;
        this.now = now;
        this.zone = zone;
    }

    /** Parses the next comparison. If the text is not a comparison, returns null and consumes nothing. */
    @Nullable
    Filter read() {
        int start = scanner.position();
        String name = scanner.run(c -> WordSyntax.isName((char) c));
        TextField text = FilterGrammar.textField(name);
        NumberField number = FilterGrammar.numberField(name);
        Filter read = text != null ? comparison(text) : number != null ? comparison(number) : null;
        if (read == null) {
            scanner.back(start);
        }
        return read;
    }

    private @Nullable Filter comparison(TextField field) {
        if (scanner.skip(":")) {
            boolean whole = !FilterGrammar.choices(field).isEmpty();
            return text(field, whole ? "=" : "~", scanner.position() - 1, ":");
        }
        scanner.skipSpace();
        int at = scanner.position();
        String relation = relation();
        if (relation != null) {
            return text(field, relation, at, relation);
        }
        return lists(field.isOnlySearched() ? null : () -> equal(field, item()), field.label());
    }

    private @Nullable Filter comparison(NumberField field) {
        if (scanner.skip(":")) {
            return number(field, Relation.EQ);
        }
        scanner.skipSpace();
        int at = scanner.position();
        String relation = relation();
        if (relation != null) {
            return number(field, relation, at);
        }
        return lists(() -> number(field, Relation.EQ), field.label());
    }

    /** Parses {@code in (…)} or {@code not in (…)}; if neither comes next, returns null. */
    private @Nullable Filter lists(@Nullable Supplier<Filter> item, @Nullable String name) {
        int at = scanner.position();
        boolean not = scanner.skipWord("not");
        scanner.skipSpace();
        if (!atList()) {
            scanner.back(at);
            return null;
        }
        if (item == null) {
            throw scanner.error(at, "in", "~ or !~ after " + name);
        }
        return not ? new Not(list(item)) : list(item);
    }

    /** Consumes a relation; if none comes next, returns null. */
    @Nullable
    String relation() {
        int start = scanner.position();
        for (String relation : RELATIONS) {
            if (scanner.skip(relation)) {
                // `host ~d x` is a bare word followed by a letter, `host ~ x` is a comparison.
                if (relation.endsWith("~") && Character.isLetter(scanner.peek())) {
                    break;
                }
                return relation.equals("==") ? "=" : relation;
            }
        }
        scanner.back(start);
        return null;
    }

    /** Consumes {@code in (}; without the parenthesis {@code in} is an ordinary word. */
    boolean atList() {
        int start = scanner.position();
        if (scanner.skip("in")) {
            scanner.skipSpace();
            if (scanner.skip("(")) {
                return true;
            }
        }
        scanner.back(start);
        return false;
    }

    /** Parses {@code a, b)}, a filter that any of the items satisfies. The commas are optional. */
    private Filter list(Supplier<Filter> item) {
        List<Filter> items = new ArrayList<>();
        do {
            items.add(item.get());
            scanner.skipSpace();
            if (scanner.skip(",")) {
                scanner.skipSpace();
            }
            if (scanner.atEnd()) {
                throw scanner.error(scanner.position(), "`)` to close the list");
            }
        } while (!scanner.skip(")"));
        return items.size() == 1 ? items.get(0) : new Or(items);
    }

    private Word item() {
        return scanner.text(c -> WordSyntax.isPlain((char) c) && c != ',', "a text");
    }

    /**
     * Parses the operand of a text.
     *
     * @param at the offset of the relation
     * @param written the relation as the expression has it
     */
    private Filter text(TextField field, String relation, int at, String written) {
        boolean regex = relation.endsWith("~");
        if (relation.startsWith("<") || relation.startsWith(">") || !regex && field.isOnlySearched()) {
            String others = field.isOnlySearched() ? "~ or !~" : "= != ~ or !~";
            throw scanner.error(at, written, others + " after " + field.label());
        }
        Word word = scanner.text((regex ? "a regular expression" : "a text") + " after " + written);
        refuseConnective(field, word, regex ? "&" : "&|");
        Filter filter = regex ? matches(field, word) : equal(field, word);
        return relation.startsWith("!") ? new Not(filter) : filter;
    }

    /** Rejects {@code host=a&status=500}, which would compare the host with {@code a&status=500}. */
    private void refuseConnective(TextField field, Word word, String connectives) {
        for (int i = 0; i < word.text().length() && !word.quoted() && WITHOUT_CONNECTIVES.contains(field); i++) {
            char c = word.text().charAt(i);
            if (connectives.indexOf(c) >= 0) {
                throw scanner.error(
                        word.start() + i,
                        "`" + c + "`",
                        "spaces around " + c + " that joins two terms, or quotes around a text that contains it");
            }
        }
    }

    private Filter number(NumberField field, String relation, int at) {
        if (relation.endsWith("~")) {
            throw scanner.error(at, relation, "= != < <= > or >= after " + field.label());
        }
        Filter filter = number(field, relation.equals("!=") ? Relation.EQ : relation(relation));
        return relation.equals("!=") ? new Not(filter) : filter;
    }

    private Filter number(NumberField field, Relation relation) {
        Word word = scanner.number(Operands.expected(field.argument()));
        word = withUnit(field.argument(), word);
        return field == NumberField.STATUS
                ? status(relation, word)
                : new Compare(field, relation, operand(field.argument(), word));
    }

    /** Joins a number and the unit after it, which a space may separate: {@code 1 mb}. */
    private Word withUnit(Argument argument, Word number) {
        int end = scanner.position();
        if (!number.quoted() && number.text().matches("[0-9.]+")) {
            scanner.skipSpace();
            String unit = scanner.run(c -> WordSyntax.isOfNumber((char) c));
            if (Operands.isUnit(argument, unit)) {
                return new Word(number.text() + unit, number.start(), false);
            }
        }
        scanner.back(end);
        return number;
    }

    private static Relation relation(String symbol) {
        return Arrays.stream(Relation.values())
                .filter(relation -> relation.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    /** Parses a status, or a class of them such as {@code 4xx}. */
    Filter status(Relation relation, Word word) {
        String text = word.text();
        if (relation == Relation.EQ && text.matches("[1-9][xX][xX]")) {
            long first = (text.charAt(0) - '0') * 100L;
            return new And(List.of(
                    new Compare(NumberField.STATUS, Relation.GE, first),
                    new Compare(NumberField.STATUS, Relation.LT, first + 100)));
        }
        return new Compare(NumberField.STATUS, relation, operand(Argument.STATUS, word));
    }

    private long operand(Argument argument, Word word) {
        Long value = Operands.parse(argument, word.text(), now, zone);
        if (value == null) {
            throw scanner.error(word.start(), "`" + word.text() + "`", Operands.expected(argument));
        }
        return value;
    }

    private Filter equal(TextField field, Word word) {
        List<String> choices = FilterGrammar.choices(field);
        boolean closed = !choices.isEmpty() && field != TextField.SCHEME; // any protocol name is allowed
        if (closed && choices.stream().noneMatch(word.text()::equalsIgnoreCase)) {
            String any = String.join(", ", choices);
            String hint = word.quoted() ? "" : " (put it in quotes to search URLs for it)";
            throw scanner.error(word.start(), "`" + word.text() + "`", "one of " + any + hint);
        }
        return new Equals(field, word.text());
    }

    Filter matches(TextField field, Word word) {
        try {
            return Matches.of(field, word.text());
        } catch (PatternSyntaxException e) {
            int inner = e.getPattern() == null ? -1 : word.text().indexOf(e.getPattern());
            // An escape in quotes shifts the columns after it; the error then refers to the whole word.
            boolean shifted = word.quoted() && word.text().indexOf('\\') >= 0;
            int column = word.start() + (inner < 0 || shifted ? 0 : inner + (word.quoted() ? 1 : 0));
            throw scanner.error(
                    column,
                    reason(e),
                    "a regular expression in RE2 syntax, which has no backreferences and no lookaround");
        }
    }

    /** The library's message without its prefix and without the mode flags it puts before the expression. */
    private static String reason(PatternSyntaxException e) {
        return String.valueOf(e.getMessage())
                .replace("error parsing regexp: ", "")
                .replaceFirst("`(\\(\\?[ims]\\))+", "`");
    }
}
