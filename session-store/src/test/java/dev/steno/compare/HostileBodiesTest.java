package dev.steno.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are made to cost a comparison more time or memory than their length. */
class HostileBodiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TIMES = 400_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "</a>",
                "<a><b></c>",
                "&",
                "<a b='",
                "<",
                "<!--",
                "<![CDATA[",
                "<script>",
                "<a/ b=c/>",
                "&#1;"
            })
    void markupIsReadInTimeThatItsLengthExplains(String token) {
        String text = token.repeat(TIMES);
        for (boolean html : List.of(true, false)) {
            assertThat(assertTimeoutPreemptively(PATIENCE, () -> MarkupLines.of(text, html)))
                    .hasSizeLessThanOrEqualTo(100_001);
        }
    }

    @Property
    void anyTextIsMarkup(@ForAll @CharRange(from = ' ', to = '?') @StringLength(max = 60) String text) {
        String tags = text.replace('0', '<')
                .replace('1', 'a')
                .replace('2', '/')
                .replace('3', '=')
                .replace('4', '>');
        assertThat(MarkupLines.of(tags, true)).isEqualTo(MarkupLines.of(tags, true));
        assertThat(MarkupLines.of(tags, false)).isNotNull();
    }

    @Test
    void nothingOfMarkupIsLostThatIsLeftOpen() {
        assertThat(MarkupLines.of("<div>a<p>b<p>c</div>d", true))
                .extracting(LineDifferences.Line::text)
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void aNameThatOccursAgainHidesNoValue() {
        JsonValue value = assertTimeoutPreemptively(
                PATIENCE, () -> JsonValue.parse("{" + "\"a\":1,".repeat(200_000) + "\"a\":2}", null));
        assertThat(value).isNotNull();
        assertThat(value.members).hasSize(200_001);
        assertThat(value.members.get("a [200001]").written()).isEqualTo("2");
    }

    @Test
    void numbersOfAnyLengthAreCompared() {
        for (String number : List.of("1e999999999", "9".repeat(90_000), "1e-2147483648", "0e99999999999")) {
            assertTimeoutPreemptively(
                    PATIENCE, () -> assertThat(JsonValue.parse(number, null)).isEqualTo(JsonValue.parse(number, null)));
        }
    }

    @Test
    void jsonThatIsTooDeepOrTooLargeIsNone() {
        assertThat(JsonValue.parse("[".repeat(1_000_000), null)).isNull();
        assertThat(JsonValue.parse("[" + "1,".repeat(JsonValue.MOST) + "1]", null))
                .isNull();
        assertThat(JsonValue.parse("{\"a\":", null)).isNull();
        assertThat(JsonValue.parse("1 2", null)).isNull();
    }

    @Test
    void bytesThatAreNoMessageHaveNoFields() {
        byte[] deep = new byte[4_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x0a; // field 1, bytes
            deep[i + 1] = (byte) Math.min(127, deep.length - i - 2);
        }
        List<byte[]> both = List.of(new byte[] {0x0a, 0x7f}, deep);
        assertThat(ProtobufDifferences.compare(List.copyOf(both), "", Ignored.nothing(), false))
                .isNull();
    }
}
