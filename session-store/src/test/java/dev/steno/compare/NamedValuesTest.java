package dev.steno.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamedValuesTest {
    private static List<String> rows(NamedValues... values) {
        return NamedValues.compare(List.of(values)).stream()
                .map(row -> row.key()
                        + (row.same() ? " = " : " ! ")
                        + row.values().stream().map(String::valueOf).collect(Collectors.joining("|")))
                .toList();
    }

    private static NamedValues json(String text) {
        return Objects.requireNonNull(JsonPaths.parse(text));
    }

    @Test
    void anotherOrderIsNoDifference() {
        assertThat(rows(BodyDifferences.form("a=1&b=2&b=3"), BodyDifferences.form("b=2&a=1&b=x%20y&c")))
                .containsExactly("a = 1|1", "b = 2|2", "b [2] ! 3|x y", "c ! null|");
    }

    @Test
    void jsonIsComparedByPath() {
        assertThat(rows(
                        json("{\"a\":{\"b\":[1,{\"c\":null}]},\"x y\":\"t\",\"e\":[]}"),
                        json("{\"x y\":\"t\",\"a\":{\"b\":[1.0,{\"c\":false},3]},\"e\":{}}")))
                .containsExactly(
                        "$.a.b[0] ! 1|1.0",
                        "$.a.b[1].c ! null|false",
                        "$[\"x y\"] = \"t\"|\"t\"",
                        "$.e ! []|{}",
                        "$.a.b[2] ! null|3");
    }

    @Test
    void whatIsNotJsonHasNoPaths() {
        assertThat(JsonPaths.parse("{\"a\":")).isNull();
        assertThat(JsonPaths.parse("[".repeat(1_000_000))).isNull();
        assertThat(JsonPaths.parse("[" + "1,".repeat(300_000) + "1]")).isNull();
    }
}
