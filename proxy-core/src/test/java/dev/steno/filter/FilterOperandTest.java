package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterOperandTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "host = exa;HOST 7 exa",
                "host=;HOST 5 ",
                "host:exa;HOST 5 exa",
                "~e & host != \"a b;HOST 13 a b",
                "host = 'a\\'b;HOST 7 a'b",
                "host ~ exa;HOST regex 7 exa",
                "host !~ exa;HOST regex 8 exa",
                "~d exa;DOMAIN regex 3 exa",
                "~h \"content;HEADERS regex 3 content",
                "(~m ;METHOD regex 4 ",
                "~c 4;STATUS 3 4",
                "status >= 4;STATUS 10 4",
                "status in (200, 4;STATUS 16 4",
                "host in (a.test, \"b;HOST 17 b",
                "~u api sta;-",
                "~q sta;-",
                "\"host = ;-",
                "host = \"a\" b;-",
                "nothing = a;-",
                "host;-",
            })
    void theOperandAtTheCursor(String beforeCursor, String expected) {
        String told = FilterOperand.at(beforeCursor)
                .map(operand -> (operand.text() == null ? operand.number() : operand.text())
                        + (operand.isRegex() ? " regex " : " ")
                        + operand.from()
                        + " "
                        + operand.prefix())
                .orElse("-");
        assertThat(told).isEqualTo(expected);
    }

    @Test
    void aValueIsPrintedSoThatItParsesBack() {
        for (String value : new String[] {"a.test", "a b", "a&b", "x(1)", "it's", "", "and"}) {
            FilterOperand same = FilterOperand.at("mark = ").orElseThrow();
            assertThat(FilterParser.parse("mark = " + same.print(value)))
                    .isEqualTo(new Filter.Equals(TextField.MARK, value));
            FilterOperand found = FilterOperand.at("~d ").orElseThrow();
            assertThat(FilterParser.parse("~d " + found.print(value)))
                    .isEqualTo(Filter.Matches.of(TextField.DOMAIN, Regex.quote(value)));
        }
    }
}
