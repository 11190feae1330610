package dev.steno.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

    @Test
    void anExpressionMadeToBacktrackEndsWithoutAnAnswerOfYes() {
        Filter filter = FilterParser.parse("~bs \"^(a+)+$\"");
        String trap = "a".repeat(50_000) + "!";
        var flow = SampleFlows.api();
        var trapped = SampleFlows.http(1, flow.state(), flow.request(), SampleFlows.response(200, "text/plain", trap));
        assertThat(filter.test(trapped, ContentSource.NONE)).isEqualTo(Match.NO);
        assertThat(FilterParser.parse("~bs \"(a+)+$\"").test(trapped, ContentSource.NONE))
                .isEqualTo(Match.NO);
    }

    @Test
    void anExpressionMadeToBacktrackFindsWhatItDescribes() {
        assertThat(Regex.of("(a+)+$", Regex.Mode.DOTALL).find("a".repeat(50_000)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{100}){100}",
                "(?:[a-z]\\{}{999}){9,}{9}",
                "\\Qab\\E(c{70,80}){70,80}",
                "([]{}]{80}){80}",
                "([[:alpha:]]{80}){80}"
            })
    void anExpressionThatGrowsBeyondMeasureIsRefused(String expression) {
        assertThatThrownBy(() -> FilterParser.parse("~b \"" + expression.replace("\\", "\\\\") + '"'))
                .isInstanceOf(FilterSyntaxException.class)
                .hasMessageContaining("more than 5000 steps");
    }

    @Test
    void lengthAndNestingHaveAnEnd() {
        assertThatThrownBy(() -> FilterParser.parse("ab".repeat(6_000)))
                .hasMessageContaining("more than 10000 characters");
        assertThatThrownBy(() -> Regex.of("(?:".repeat(1_000), Regex.Mode.PLAIN))
                .hasMessageContaining("more than 200 nested groups");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                "a{1000}",
                "[](){}]{1000}[^]{(]",
                "\\p{Lu}{3}\\x{1F600}{2}",
                "\\(\\[\\{[\\]{9}]",
                "(?i:a|b)*?c{2,}"
            })
    void usualExpressionsAreWithinMeasure(String expression) {
        assertThat(Regex.of(expression, Regex.Mode.PLAIN).text()).isEqualTo(expression);
    }

    @Test
    void aLiteralIsWhatHasNoSpecialCharacter() {
        assertThat(Regex.of("API/v1-x_y", Regex.Mode.PLAIN).literal()).isEqualTo("api/v1-x_y");
        assertThat(Regex.of("a.b", Regex.Mode.PLAIN).literal()).isNull();
        assertThat(Regex.of("\\d", Regex.Mode.PLAIN).literal()).isNull();
        assertThat(Regex.of("é", Regex.Mode.PLAIN).literal()).isNull();
        assertThat(Regex.of("", Regex.Mode.PLAIN).literal()).isEmpty();
    }

    @Property
    void aLiteralIsFoundWhereTheExpressionWouldBe(
            @ForAll @AlphaChars @CharRange(from = 'a', to = 'c') @StringLength(max = 3) String needle,
            @ForAll @CharRange(from = 'a', to = 'c') @CharRange(from = 'A', to = 'C') @StringLength(max = 30)
                    String text) {
        Regex literal = Regex.of(needle, Regex.Mode.PLAIN);
        Regex expression = Regex.of("(?:" + needle + ")", Regex.Mode.PLAIN);
        assertThat(literal.literal()).isNotNull();
        assertThat(expression.literal()).isNull();
        assertThat(literal.find(text)).isEqualTo(expression.find(text));
    }

    @Test
    void lettersBeyondAsciiIgnoreCaseToo() {
        assertThat(Regex.of("STRASSE|ÄRGER", Regex.Mode.PLAIN).find("ärger")).isTrue();
        assertThat(Regex.of("é", Regex.Mode.PLAIN).find("É")).isTrue();
    }

    @Test
    void theModeSaysWhatLinesAre() {
        assertThat(Regex.of("^b", Regex.Mode.PLAIN).find("a\nb")).isFalse();
        assertThat(Regex.of("^b", Regex.Mode.LINES).find("a\nb")).isTrue();
        assertThat(Regex.of("a.b", Regex.Mode.PLAIN).find("a\nb")).isFalse();
        assertThat(Regex.of("a.b", Regex.Mode.DOTALL).find("a\nb")).isTrue();
    }
}
