package dev.steno.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void anotherOrderIsNoDifference() {
        assertThat(rows(BodyDifferences.form("a=1&b=2&b=3"), BodyDifferences.form("b=2&a=1&b=x%20y&c")))
                .containsExactly("a = 1|1", "b = 2|2", "b [2] ! 3|x y", "c ! null|");
    }
}
