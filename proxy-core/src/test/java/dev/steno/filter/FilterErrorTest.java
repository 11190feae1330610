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
                "~; 0; `~`; steno help filter lists the letters, such as ~u (URL)",
                "~zz; 0; `~zz`; steno help filter lists the letters, such as ~u (URL)",
                "~e ~sx; 3; `~sx`; did you mean ~s or ~src? (to compare by a name, put a space after ~)",
                "host ~api; 5; `~api`; did you mean ~all or ~a? (to compare by a name, put a space after ~)",
                "~u; 2; the end; a regular expression after ~u",
                "~u & ~e; 3; `&`; a regular expression after ~u (`&` itself goes in quotes)",
                "~u and ~e; 3; `and`; a regular expression after ~u (`and` itself goes in quotes)",
                "~b not found; 3; `not`; a regular expression after ~b (`not` itself goes in quotes)",
                "host = OR; 7; `OR`; a text after = (`OR` itself goes in quotes)",
                "~u && ~e; 3; `&&`; a regular expression after ~u",
                "~b (a|b); 3; `(`; a regular expression after ~b (in quotes if it contains parentheses)",
                "~u \"abc; 3; an unclosed quote; a closing \"",
                "a &; 3; the end; a term",
                "a | & b; 4; `&`; a term",
                "| a; 0; `|`; a term",
                "a & & b; 4; `&`; a term",
                "a && && b; 5; `&&`; a term",
                "a and; 5; the end; a term",
                "a and and b; 6; `and`; a term",
                "or a; 0; `or`; a term",
                "a and or b; 6; `or`; a term",
                "(a or); 5; `)`; a term",
                "not; 3; the end; a term",
                "a not; 5; the end; a term",
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
                // words that are valid searches of the URL, but can only be mistakes
                "time > 2026-03-01; 0; `time`; did you mean duration or started?",
                "hots = x; 0; `hots`; did you mean host? (to search the URL for hots, put it in quotes)",
                "a = = b; 0; `a`; the names are url, method, domain, host",
                "host = = b; 7; `=`; a text after = (`=` itself goes in quotes)",
                "content-type = json; 0; `content-type`; did you mean contenttype?",
                "response.status >= 400; 0; `response.status`; did you mean status?",
                "~e & code>400; 5; `code>400`; did you mean status?",
                "code==500; 0; `code==500`; did you mean status?",
                "staus!=200; 0; `staus!=200`; did you mean status?",
                "code =500; 5; `=500`; a term (`=500` itself goes in quotes)",
                "400<status; 0; `400<status`; a term (`400<status` itself goes in quotes)",
                "status = 200, 404; 12; `,`; a term (`,` itself goes in quotes)",
                "status 500; 7; `500`; = or another comparison after status",
                "method POST; 7; `POST`; = (equal), ~ (contains) after method, or quotes around it",
                "body contains x; 5; `contains`; = (equal), ~ (contains) after body",
                "host \"a\"; 5; `\"a`; = (equal), ~ (contains) after host",
                "status : 500; 7; `:`; = or another comparison after status",
                "host=a.test&status=500; 11; `&`; spaces around & that joins two terms",
                "host = a|b; 8; `|`; spaces around | that joins two terms",
                "host ~ a&b; 8; `&`; spaces around & that joins two terms",
                "status:abc; 7; `abc`; a status such as 404 or 4xx",
                "state:shut; 6; `shut`; one of open, complete, failed, interrupted",
                "host:; 5; the end; a regular expression after :",
                "body = x; 5; =; ~ or !~ after body",
                "header in (a); 7; in; ~ or !~ after header",
                "body < x; 5; <; ~ or !~ after body",
                "method in (); 11; `)`; a text",
                "method in (GET; 14; the end; `)` to close the list",
                "status in (abc); 11; `abc`; a status such as 404 or 4xx",
                "state in (open, shut); 16; `shut`; one of open, complete",
                "methd in (GET); 0; `methd`; did you mean method?",
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
    void whatDoesNotExistIsNamedWithWhatDoes() {
        assertThat(catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse("~e & Hots ~ x")))
                .hasMessage("character 6 of the filter: there is no name Hots; did you mean host? "
                        + "(to search the URL for Hots, put it in quotes)");
        assertThat(catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse("~zz")))
                .hasMessageStartingWith(
                        "character 1 of the filter: there is no ~zz; steno help filter lists the letters, such as ~u (URL)");
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
                " and ", " or ", " not ", "&&", "||", "==", ":", "body", "query", "<", "{2}", "\n", "é", " in (", ",",
                "method");
        return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
    }
}
