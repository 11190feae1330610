package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPatternsTest {

    @Test
    void rangesThatSpanEveryLetterAreCompiledOrRefusedByTheirLimit() {
        String range = "[\\x80-\\x{10ffff}]";
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> HostPatterns.of(List.of(range)))
                        .isEmpty())
                .isFalse();
        assertThatThrownBy(() -> HostPatterns.of(List.of(range.repeat(100))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classes span more than 4000000 characters");
    }
}
