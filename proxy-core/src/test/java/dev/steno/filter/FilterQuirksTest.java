package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Peculiarities of the grammar that users know from mitmproxy, and how they are parsed. The right column is the
 * canonical form.
 */
class FilterQuirksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                // Adjacent terms mean AND; adjacency binds weakest.
                "~q ~b x | ~d y; ~q & (~b x | ~d y)",
                "~q & ~b x | ~d y; (~q & ~b x) | ~d y",
                "~q ~b x & ~d y; ~q & (~b x & ~d y)",
                "a b c; ~u a & ~u b & ~u c",
                "(~d a)(~d b); ~d a & ~d b",
                "!~q ~s; !~q & ~s",
                "!~q & ~s; !~q & ~s",
                "!(~q | ~s); !(~q | ~s)",
                // Characters that end an operator without an argument.
                "(~q); ~q",
                "~tcp|~udp; ~tcp | ~udp",
                "~q&~e; ~q & ~e",
                "~q!~e; ~q & !~e",
                "~q~e; ~q & ~e",
                "!(~q | ~s ); !(~q | ~s)",
                // An unquoted word ends at a space, a parenthesis, a tilde or a quote.
                "~d a|~d b; ~d a| & ~d b",
                "~d a |~d b; ~d a | ~d b",
                "~b a|b; ~b a|b",
                "a|b; ~u a|b",
                "a | b; ~u a | ~u b",
                "a&b; ~u a&b",
                // Words that join terms, as the signs do.
                "hello and world; ~u hello & ~u world",
                "a or b and not c; ~u a | (~u b & !~u c)",
                "a OR b And NOT c; ~u a | (~u b & !~u c)",
                "a b or c; ~u a & (~u b | ~u c)",
                "a && b || c; (~u a & ~u b) | ~u c",
                "a&&b||!c; (~u a & ~u b) | !~u c",
                "~d a&&~e; ~d a & ~e",
                "status>=400&&host=x; status >= 400 & host = x",
                "(a)and(b)or not(c); (~u a & ~u b) | !~u c",
                "not~e; !~e",
                "not not ~e; !!~e",
                "not status=200; status != 200",
                "status = 200 or status = 500; status = 200 | status = 500",
                "status > 400 and host = x; status > 400 & host = x",
                "a not b; ~u a & !~u b",
                "\"and\"; ~u \"and\"",
                "'hello and world'; ~u \"hello and world\"",
                "~u \"or\"; ~u \"or\"",
                "android or=1 nothing; ~u android & ~u or=1 & ~u nothing",
                "\"a&&b\"; ~u \"a&&b\"",
                // Spellings of comparisons.
                "status == 500; status = 500",
                "host==\"a\"; host = a",
                "status:500; status = 500",
                "status:5xx and host:a.test; (status >= 500 & status < 600) & host ~ a.test",
                "method:GET; ~m GET",
                "state:failed; state = failed",
                "url:'a b'; ~u \"a b\"",
                "localhost:8080; ~u localhost:8080",
                "Status = 5; status = 5",
                "status not in (200, 304); !(status = 200 | status = 304)",
                "host not in (a); host != a",
                "body ~ x; ~b x",
                "reqbody !~ x; !~bq x",
                "resbody:x; ~bs x",
                "header ~ x; ~h x",
                "reqheader ~ x; ~hq x",
                "resheader ~ x; ~hs x",
                "query ~ x; query ~ x",
                "query = a=1&b=2; query = \"a=1&b=2\"",
                "cookie != sid=1; cookie != sid=1",
                "~u !x; ~u !x",
                "foo(bar); ~u foo & ~u bar",
                "~u a\"b\"; ~u a & ~u b",
                "~u\"a\"; ~u a",
                // In quotes, a backslash escapes quotes and itself; any other escape belongs to the regular expression.
                "~u \"\\d+\\\\.\\\"\"; ~u \"\\\\d+\\\\.\\\"\"",
                "~u 'it\\'s'; ~u \"it's\"",
                "~u '\"'; ~u \"\\\"\"",
                "~u \\d+; ~u \\d+",
                "~u \"\"; ~u \"\"",
                "~u \"a b\"; ~u \"a b\"",
                // Names and bare words.
                "host; ~u host",
                "\"host\" foo; ~u host & ~u foo",
                "host and foo; ~u host & ~u foo",
                "foo host; ~u foo & ~u host",
                "host ~d foo; ~u host & ~d foo",
                "host !~d foo; ~u host & !~d foo",
                "host ~ foo; host ~ foo",
                "host~ foo; host ~ foo",
                "host !~ foo; host !~ foo",
                "host !~\"foo\"; host !~ foo",
                "host = \"a|b\"; host = \"a|b\"",
                "host ~ a|b; host ~ \"a|b\"",
                "path = a|b; path = \"a|b\"",
                "hosts=1; ~u hosts=1",
                "type=json; type = json",
                "\"type=json\"; ~u type=json",
                "~u type=json; ~u type=json",
                "url ~ x; ~u x",
                "mark ~ x; ~marker x",
                "comment !~ x; !~comment x",
                // Statuses.
                "~c 404; status = 404",
                "~c 4xx; status >= 400 & status < 500",
                "status != 4xx; !(status >= 400 & status < 500)",
                "status != 404; status != 404",
                "!~c 404; status != 404",
                // Units.
                "size > 1.5kb; size > 1500",
                "size>1kib; size > 1024",
                "size > 1 mb & ~e; size > 1000000 & ~e",
                "size > 1 mbx; size > 1 & ~u mbx",
                "duration <= 90s; duration <= 90s",
                "duration <= 120s; duration <= 2min",
                "duration = 0; duration = 0s",
                "duration > 1500us; duration > 1500us",
                "started >= 2026-03-01T12:00:00.5+02:00; started >= 2026-03-01T10:00:00.500Z",
                "started > \"2026-03-01 12:00:00Z\"; started > 2026-03-01T12:00:00Z",
            })
    void anExpressionMeansWhatItsCanonicalFormSays(String expression, String canonical) {
        Filter filter = FilterParser.parse(expression);
        assertThat(filter).hasToString(canonical);
        assertThat(FilterParser.parse(canonical)).isEqualTo(filter);
    }
}
