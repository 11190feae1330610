package dev.steno.rule.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.rule.spec.RuleException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonChangeTest {
    private static final String TEXT = "{ \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"x\"}]}, \"b~/\":null }";

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "$.a # 2 # { \"a\": 2, \"b\": {\"c d\":[1, {\"e\":\"x\"}]}, \"b~/\":null }",
                "$.b['c d'][1].e # \"y\" # { \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"y\"}]}, \"b~/\":null }",
                "/b/c d/0 # [] # { \"a\": 1.50, \"b\": {\"c d\":[[], {\"e\":\"x\"}]}, \"b~/\":null }",
                "/b~0~1 # {} # { \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"x\"}]}, \"b~/\":{} }",
                "$.b['c d'][*] # 0 # { \"a\": 1.50, \"b\": {\"c d\":[0, 0]}, \"b~/\":null }",
                "$.new # 3 # { \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"x\"}]}, \"b~/\":null,\"new\":3 }",
                "/b/c d/- # 3 # { \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"x\"},3]}, \"b~/\":null }",
                "$.b['c d'][2] # 3 # { \"a\": 1.50, \"b\": {\"c d\":[1, {\"e\":\"x\"},3]}, \"b~/\":null }",
                "$ # 3 # 3",
            })
    void aValueIsSetAndAllElseStays(String path, String value, String expected) {
        assertThat(JsonChange.set(TEXT, JsonPath.parse(path), value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.a.b", "$.none.b", "$.b['c d'][3]", "$.b['c d'].e", "/b/c d/00"})
    void aPathThatLeadsNowhereChangesNothing(String path) {
        assertThat(JsonChange.set(TEXT, JsonPath.parse(path), "1")).isEqualTo(TEXT);
        assertThat(JsonChange.remove(TEXT, JsonPath.parse(path))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{\"a\":1, \"b\":2, \"c\":3} # $.a # {\"b\":2, \"c\":3}",
                "{\"a\":1, \"b\":2, \"c\":3} # $.b # {\"a\":1, \"c\":3}",
                "{\"a\":1, \"b\":2, \"c\":3} # $.c # {\"a\":1, \"b\":2}",
                "{\"a\":1, \"b\":2, \"c\":3} # $.* # {}",
                "[ 1 ] # $[0] # [  ]",
                "[1,2,3] # $[*] # []",
                "{\"a\":1,\"a\":2} # $.a # {}",
                "{\"a\":{\"b\":1}} # $.a.b # {\"a\":{}}",
                "{\"a\":1} {\"a\":2} # $.a # {} {}",
            })
    void aValueIsRemovedWithItsComma(String text, String path, String expected) {
        assertThat(JsonChange.remove(text, JsonPath.parse(path))).isEqualTo(expected);
    }

    /** The examples of RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"} # {\"a\":\"c\"} # {\"a\":\"c\"}",
                "{\"a\":\"b\"} # {\"b\":\"c\"} # {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} # {\"a\":null} # {}",
                "{\"a\":\"b\",\"b\":\"c\"} # {\"a\":null} # {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} # {\"a\":\"c\"} # {\"a\":\"c\"}",
                "{\"a\":\"c\"} # {\"a\":[\"b\"]} # {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} # {\"a\":{\"b\":\"d\",\"c\":null}} # {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} # {\"a\":[1]} # {\"a\":[1]}",
                "[\"a\",\"b\"] # [\"c\",\"d\"] # [\"c\",\"d\"]",
                "{\"a\":\"b\"} # [\"c\"] # [\"c\"]",
                "{\"a\":\"foo\"} # null # null",
                "{\"a\":\"foo\"} # \"bar\" # \"bar\"",
                "{\"e\":null} # {\"a\":1} # {\"e\":null,\"a\":1}",
                "[1,2] # {\"a\":\"b\",\"c\":null} # {\"a\":\"b\"}",
                "{} # {\"a\":{\"bb\":{\"ccc\":null}}} # {\"a\":{\"bb\":{}}}",
            })
    void aPatchIsMerged(String text, String patch, String expected) {
        assertThat(JsonChange.merge(text, JsonPath.parse("$"), patch)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "$a", "$..a", "$.", "$[", "$[-1]", "$['a]", "$.a[?(@.b)]"})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> JsonPath.parse(path)).isInstanceOf(RuleException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "[1 2]",
                "01",
                "tru",
                "\"a",
                "1 2 ]",
                "{\"a\":1,}",
                "[}",
                "."
            })
    void whatIsNotJsonIsKnown(String text) {
        assertThat(JsonValues.areValues(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5e3", "\"\\\"\"", "[]", "{\"a\":[{},[null]]}", " true "})
    void whatIsJsonIsKnown(String text) {
        assertThat(JsonValues.isValue(text)).isTrue();
    }
}
