package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterErrorTest {

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "~; 0; `~`; one of ~all ~q",
                "~foo; 0; `~foo`; one of ~all ~q",
                "~e ~sx; 3; `~sx`; one of ~s ~src (to compare by a name, put a space after ~)",
                "host ~api; 5; `~api`; one of ~all ~a (to compare by a name, put a space after ~)",
                "~u; 2; the end; a regular expression after ~u",
                "~u & ~e; 3; `&`; a regular expression after ~u (in quotes if it is only & or |)",
                "~b (a|b); 3; `(`; a regular expression after ~b (in quotes if it contains parentheses)",
                "~u \"abc; 3; an unclosed quote; a closing \"",
                "a &; 3; the end; a term",
                "a | & b; 4; `&`; a term",
                "| a; 0; `|`; a term",
                "(a; 2; the end; `)` to close the `(` at character 1",
                "a (b | (c); 10; the end; `)` to close the `(` at character 3",
                "a); 1; `)`; a term or the end",
                "(); 1; `)`; a term",
                "!; 1; the end; a term",
                "~c abc; 3; `abc`; a status such as 404 or 4xx",
                "~c 20x; 3; `20x`; a status such as 404 or 4xx",
                "~c 99999999999; 3; `99999999999`; a status such as 404 or 4xx",
                "status > 4xx; 9; `4xx`; a status such as 404 or 4xx",
                "status ~ 4; 7; ~; = != < <= > or >= after status",
                "host < a; 5; <; = != ~ or !~ after host",
                "port = http; 7; `http`; a number",
                "size >; 6; the end; a size such as 500, 10kb or 1.5mib",
                "size > 1parsec; 7; `1parsec`; a size such as 500, 10kb or 1.5mib",
                "size > 99999999tb; 7; `99999999tb`; a size such as 500, 10kb or 1.5mib",
                "duration > 5; 11; `5`; a duration such as 200ms, 3s or 5min",
                "started > tuesday; 10; `tuesday`; a time such as -10min, 2026-03-01 or 2026-03-01T12:00:00Z",
                "started > 2026-02-30; 10; `2026-02-30`; a time such as -10min",
                "state = shut; 8; `shut`; one of open, complete, failed, interrupted (put it in quotes",
                "hots = x; 0; `hots`; one of the names url, method, domain, host",
                "method in (); 11; `)`; a text",
                "method in (GET; 14; the end; `)` to close the list",
                "status in (abc); 11; `abc`; a status such as 404 or 4xx",
                "state in (open, shut); 16; `shut`; one of open, complete",
                "methd in (GET); 0; `methd`; one of the names url, method",
                "~u a{2,1}; 4; invalid repeat count; a regular expression in RE2 syntax",
                "~u \"x(?=y)\"; 5; invalid or unsupported Perl syntax; no backreferences and no lookaround",
                "~u \"(a)\\1\"; 3; invalid escape sequence; no backreferences and no lookaround",
                "~u *x; 3; missing argument to repetition operator; a regular expression in RE2 syntax",
                "~b \"(a\"; 3; missing closing ): `(a`; a regular expression in RE2 syntax",
                "~b [a; 3; missing closing ]; a regular expression in RE2 syntax",
            })
    void whatIsNoFilterIsShownWhereItBreaks(String expression, int column, String found, String expected) {
        FilterSyntaxException thrown =
                catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse(expression));
        assertThat(thrown).isNotNull();
        assertThat(thrown.column()).as(thrown.getMessage()).isEqualTo(column);
        assertThat(thrown.found()).startsWith(found);
        assertThat(thrown.expected()).contains(expected);
        assertThat(thrown.expression()).isEqualTo(expression);
    }

    @Test
    void aBlankExpressionIsNone() {
        assertThat(catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse(""))
                        .column())
                .isZero();
        assertThat(catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse("  "))
                        .column())
                .isEqualTo(2);
    }

    @Test
    void theMessageCountsFromOneAndThePointerStandsBelow() {
        FilterSyntaxException thrown =
                catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse("host\t~ a & ~c x"));
        assertThat(thrown).hasMessage("character 15 of the filter: expected a status such as 404 or 4xx, found `x`");
    }

    @Test
    void nestingHasAnEnd() {
        assertThat(catchThrowableOfType(
                        FilterSyntaxException.class, () -> FilterParser.parse("(".repeat(100_000) + "a")))
                .hasMessageContaining("no more than 200 levels of `(` and `!`");
        assertThat(catchThrowableOfType(
                        FilterSyntaxException.class, () -> FilterParser.parse("!".repeat(100_000) + "a")))
                .hasMessageContaining("no more than 200 levels");
    }

    @Test
    void manyTermsSideBySideAreNoNesting() {
        Filter filter = FilterParser.parse("a ".repeat(20_000));
        assertThat(filter.test(SampleFlows.api(), ContentSource.NONE)).isEqualTo(Match.YES);
        assertThat(FilterParser.parse(filter.toString())).isEqualTo(filter);
    }

    /**
     * For any text, the parser returns a filter whose printed form parses back, or an error with a position in the
     * text.
     */
    @Property(tries = 3000)
    void everyTextIsAFilterOrAnErrorWithAPlace(@ForAll("typed") String text) {
        try {
            Filter filter = FilterParser.parse(text);
            assertThat(FilterParser.parse(filter.toString())).isEqualTo(filter);
        } catch (FilterSyntaxException e) {
            assertThat(e.column()).isBetween(0, text.length());
        }
    }

    @Provide
    Arbitrary<String> typed() {
        Arbitrary<String> pieces = Arbitraries.of(
                "~u", "~c", "~", "~q", "~bs", "(", ")", "!", "&", "|", " ", "\"", "'", "\\", "a", "4xx", "200", "=",
                "!=", "!~", "<", ">=", "host", "status", "size", "10kb", "started", "-5min", "state", "open", ".*", "[",
                "{2}", "\n", "é", " in (", ",", "method");
        return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
    }
}
