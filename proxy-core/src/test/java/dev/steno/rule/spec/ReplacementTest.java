package dev.steno.rule.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementTest {
    private static final Pattern PATTERN = Pattern.compile("(a+)-(?P<second>b+)(z)?");

    @Test
    void escapesAreCharacters() {
        assertThat(Replacement.parse("a\\n\\r\\t\\\\\\x41\\u20ac", null).text()).isEqualTo("a\n\r\t\\A\u20ac");
    }

    @Test
    void groupsByNumberAndName() {
        Replacement swapped = Replacement.parse("[\\g<second>|\\1|\\3]", PATTERN);
        assertThat(swapped.replaceAll(PATTERN, "x aa-b y a-bb")).isEqualTo("x [b|aa|] y [bb|a|]");
    }

    @Test
    void whatIsNotFoundIsNotReplaced() {
        assertThat(Replacement.parse("x", PATTERN).replaceAll(PATTERN, "c")).isNull();
        assertThat(Replacement.parse("", PATTERN).replaceAll(PATTERN, "1a-b2")).isEqualTo("12");
    }

    @Test
    void nothingIsFoundBetweenCharactersOnly() {
        Pattern nothing = Pattern.compile("x*");
        assertThat(Replacement.parse("-", nothing).replaceAll(nothing, "a\ud83d\ude00xb"))
                .isEqualTo("-a-\ud83d\ude00--b-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "\\d", "\\x4", "\\xzz", "\\u123", "\\4", "\\g<none>", "\\g<9>", "\\g"})
    void whatIsNoEscapeIsRefused(String text) {
        assertThatThrownBy(() -> Replacement.parse(text, PATTERN)).isInstanceOf(RuleException.class);
    }
}
