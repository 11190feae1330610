package dev.steno.rule.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecPartsTest {
    private static final String FORM = "[/FILTER]/NAME/VALUE";

    @Test
    void twoPartsAreASubjectAndItsReplacement() {
        assertThat(SpecParts.of("/X-A/b", FORM)).isEqualTo(new SpecParts("", "X-A", "b"));
        assertThat(SpecParts.of(":a/b:c", FORM)).isEqualTo(new SpecParts("", "a/b", "c"));
    }

    @Test
    void ofThreePartsTheFirstIsTheFilterAndTheLastMayContainTheSeparator() {
        assertThat(SpecParts.of("/~q/X-A/b", FORM)).isEqualTo(new SpecParts("~q", "X-A", "b"));
        assertThat(SpecParts.of("/~q/http:/x/y/z", FORM)).isEqualTo(new SpecParts("~q", "http:", "x/y/z"));
    }

    @Test
    void aSeparatorThatTheExpressionContainsIsChosenOtherwise() {
        assertThat(SpecParts.of("|~u ^https?://a/|a/(b|c|d)", FORM))
                .isEqualTo(new SpecParts("~u ^https?://a/", "a/(b", "c|d)")); // the separator splits where it stands
        assertThat(SpecParts.of("#https://a/(b|c)#d", FORM)).isEqualTo(new SpecParts("", "https://a/(b|c)", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDE00", "\u2764\uFE0F", "=\u0338", "\u00A7"})
    void aCharacterOfSeveralCodePointsSeparates(String separator) {
        String text = separator + "~q" + separator + "X" + separator + "v";
        assertThat(SpecParts.of(text, FORM)).isEqualTo(new SpecParts("~q", "X", "v"));
    }

    @Test
    void theReplacementMayBeEmpty() {
        assertThat(SpecParts.of("/X-A/", FORM)).isEqualTo(new SpecParts("", "X-A", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/X-A", "X-A/b", "~q/X/b", "//b", "/~q//b"})
    void whatHasTooFewPartsIsRefusedWithTheForm(String text) {
        assertThatThrownBy(() -> SpecParts.of(text, FORM))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("a rule is written " + FORM);
    }

    @Test
    void twoPartsExactly() {
        assertThat(SpecParts.ofTwo("/~u ads/404", "/FILTER/STATUS").subject()).isEqualTo("~u ads");
        assertThatThrownBy(() -> SpecParts.ofTwo("/~u ads/404/5", "/FILTER/STATUS"))
                .hasMessageContaining("does not have two parts");
    }
}
