package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterCompletionTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "~ma;0 ~marked ~marker",
                "a & !~sr;5 ~src",
                "(~dn;1 ~dns",
                "st;0 step state status started",
                "~e sta;3 state status started",
                "host ;5 = != ~ !~ in",
                "status >;7 > >=",
                "state = f;8 failed",
                "state=;6 open complete failed interrupted",
                "state != IN;9 interrupted",
                "step in (connect, s;18 server_tls send store",
                "kind in (;9 http tcp",
                "api me;4 method",
                "host = ex;-",
                "'sta;-",
                "\"a\\\" sta;-",
                "~u sta;-",
                "~u api sta;7 state status started",
                "~c 4;-",
                "~e an;3 and",
                "~e and n;7 not",
                "~e o;3 or",
                "no;0 not",
                "~e or sta;6 state status started",
                "not sta;4 state status started",
                "state == f;9 failed",
                "state:f;6 failed",
                "body ;5 ~ !~",
                "que;0 query",
            })
    void whatCanBeTypedNext(String beforeCursor, String expected) {
        var found = FilterCompletion.at(beforeCursor);
        String told = found.isEmpty()
                ? "-"
                : found.get(0).from() + " "
                        + found.stream().map(FilterCompletion::text).collect(Collectors.joining(" "));
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void atTheBeginEverythingCanBeAsked() {
        assertThat(FilterCompletion.at("")).hasSize(FilterGrammar.operators().size());
        assertThat(FilterCompletion.at("a | "))
                .hasSize(FilterGrammar.operators().size());
    }

    @Test
    void whatIsProposedSaysWhatItIs() {
        assertThat(FilterCompletion.at("~"))
                .allSatisfy(each -> assertThat(each.help()).isNotEmpty());
    }
}
