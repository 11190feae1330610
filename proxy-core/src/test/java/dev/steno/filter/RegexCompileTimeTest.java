package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expression is compiled or refused within a short time. */
class RegexCompileTimeTest {
    /**
     * A thousand times the time of the slowest expression, so that only a compilation that never ends fails the test,
     * not a busy machine.
     */
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private static Regex compiled(String expression) {
        return assertTimeoutPreemptively(GENEROUS, () -> Regex.of(expression, Regex.Mode.PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u1c80",
                "\u1c88x",
                "\\x{1C84}",
                "\\Q.\u1c80\\E",
                "[\u1c80]",
                "[^\\x{1c85}]",
                "a|\u1c86",
                "(?:\u1c81{3}){3}",
                "(?i)\u1c82",
                "[\\x80-\\x{10ffff}]",
                "[^\\x80-\\x{10ffff}]",
                "[\\x{42}-\\x{1044e}]",
                "[^a-\\x{10ffff}]{900}",
                "[\\x{100}-\\x{10ffff}]{500}",
                "(?:(?:[\\x{100}-\\x{10ffff}]{10}){10}){10}",
                "[b-\uffee]+[c-\uffee]*",
                "[\\PL\\pL]{900}",
                "[[:^alpha:]\\W\\x80-\\x{10ffff}]{900}"
            })
    void rangesAndLettersOfOldScriptsCompile(String expression) {
        assertThat(compiled(expression).text()).isEqualTo(expression);
    }

    @Test
    void everyCharacterOfTheFirstPlaneCompilesByItself() {
        assertTimeoutPreemptively(GENEROUS, () -> {
            for (int c = 0x80; c < Character.MIN_SURROGATE; c++) {
                String itself = Character.toString(c);
                assertThat(Regex.of(itself, Regex.Mode.PLAIN).find(itself))
                        .as("%x", c)
                        .isTrue();
            }
        });
    }

    @Test
    void aRangeFindsWhatIsInItAndTheOtherCases() {
        Regex range = compiled("^[\\x{100}-\\x{10ffff}]$");
        assertThat(Stream.of("\u1c80", "\u1c88", "\u0432", "\ud83d\ude00", "k" /* U+212A is the sign of kelvin */))
                .allMatch(range::find);
        assertThat(Stream.of("a", "\u00e4")).noneMatch(range::find);
        Regex others = compiled("^[^\\x{100}-\\x{10ffff}]$");
        assertThat(Stream.of("\u1c80", "\u0432")).noneMatch(others::find);
        assertThat(Stream.of("a", "\u00e4")).allMatch(others::find);
    }

    @Test
    void aLetterThatTheTableLacksMatchesItselfAndLeavesTheOthersAsTheyAre() {
        assertThat(compiled("\u1c80").find("\u1c80")).isTrue();
        assertThat(compiled("\u1c80").find("\u0432")).isFalse();
        assertThat(compiled("\u0412").find("\u0432")).isTrue();
        assertThat(compiled("\u0432").find("\u1c80")).isFalse();
    }

    static Stream<String> wide() {
        return Stream.of(
                "[\u0101-\ud83a\udd41]".repeat(1_600),
                "[\u0101-\ud83a\udd41]|".repeat(1_400),
                "[^" + "\u0101-\ud83a\udd41".repeat(2_400) + "]",
                "[^" + "\\x{101}-\\x{10ffff}".repeat(500) + "]",
                "[\\x{101}-\\x{000000010ffff}]".repeat(300),
                "(?:[\\x80-\\x{10ffff}]x){2}".repeat(300),
                "[\\d-\\x80-\\x{10ffff}]".repeat(450),
                "[+--\\x{10ffff}]".repeat(450),
                "[[:alpha:]--\\x{10ffff}]".repeat(400),
                "[]-\\x{10ffff}]".repeat(500));
    }

    @ParameterizedTest
    @MethodSource("wide")
    void rangesThatAreWideAndManyAreRefused(String expression) {
        assertThatThrownBy(() -> FilterParser.parse("~b \"" + expression.replace("\\", "\\\\") + '"'))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("classes span more than 4000000 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\u0430-\u044f\u0451]{200}",
                "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]{1,50}",
                "[A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\x{370}-\\x{1FFF}\\x{2C00}-\\x{2FEF}\\x{3001}-\\x{D7FF}\\x{10000}-\\x{EFFFF}]{1,99}"
            })
    void usualRangesAreWithinMeasure(String expression) {
        assertThat(compiled(expression.repeat(10)).literal()).isNull();
    }
}
