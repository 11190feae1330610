package dev.steno.interop.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JSON as tools write it. */
class JsonScannerTest {
    private static JsonScanner scanner(byte[] bytes) throws IOException {
        return new JsonScanner(new ByteArrayInputStream(bytes));
    }

    private static Object read(byte[] bytes) throws IOException {
        JsonScanner in = scanner(bytes);
        assertThat(in.nextDocument()).isTrue();
        return String.valueOf(JsonValues.read(in));
    }

    private static Object read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void commentsCommasAndWordsThatAreNoJsonArePassedOver() throws IOException {
        assertThat(
                        read(
                                "\uFEFF// a\n{/* b */\"a\":[1,2,,],\"b\":NaN,\"c\":-Infinity,\"d\":undefined,\"e\":1 \"f\":2,}"))
                .isEqualTo("{a=[1, 2], b=null, c=null, d=null, e=1, f=2}");
    }

    @Test
    void controlCharactersAndUnknownEscapesStandForThemselves() throws IOException {
        assertThat(read("[\"a\u0001b\nc\\x41\\u12\\'\"]")).isEqualTo("[a\u0001b\nc\\x41\\u12\\']");
    }

    @Test
    void utf16IsReadWithAndWithoutItsMark() throws IOException {
        String json = "{\"a\":\"gr\u00fc\u00df \ud83d\ude00\"}";
        String expected = "{a=gr\u00fc\u00df \ud83d\ude00}";

        assertThat(read(json.getBytes(StandardCharsets.UTF_16LE))).isEqualTo(expected);
        assertThat(read(json.getBytes(StandardCharsets.UTF_16BE))).isEqualTo(expected);
        assertThat(read(json.getBytes(StandardCharsets.UTF_16))).isEqualTo(expected);
        assertThat(read(("\uFEFF" + json).getBytes(StandardCharsets.UTF_16LE))).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoUtf8AreLatin1AndTheStringIsMarked() throws IOException {
        JsonScanner in = scanner(latin1("[\"gr\u00fc\u00dfe\",\"plain\"]"));
        in.nextDocument();
        in.enterArray();
        in.nextItem();
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        TextTraits traits = in.copy(text::write);

        assertThat(text.toString(StandardCharsets.UTF_8)).isEqualTo("gr\u00fc\u00dfe");
        assertThat(traits).isEqualTo(new TextTraits(5, false, false, true));
        in.nextItem();
        assertThat(in.copy((from, offset, length) -> {})).isEqualTo(new TextTraits(5, false, false, false));
    }

    @Test
    void aSurrogateWithoutItsOtherHalfIsThreeBytes() throws IOException {
        JsonScanner in = scanner(latin1("[\"a\\ud83db\", \"\\ud83d\"]"));
        in.nextDocument();
        in.enterArray();
        in.nextItem();
        ByteArrayOutputStream text = new ByteArrayOutputStream();

        TextTraits traits = in.copy(text::write);

        assertThat(text.toByteArray()).isEqualTo(latin1("a\u00ed\u00a0\u00bdb"));
        assertThat(traits).isEqualTo(new TextTraits(3, true, true, false));
        in.nextItem();
        assertThat(in.text()).isEqualTo("\ud83d");
    }

    @Test
    void aCallOfAFunctionAroundTheValueIsPassedOverWhateverItsName() throws IOException {
        assertThat(read("onInputData({\"a\":1});")).isEqualTo("{a=1}");
        assertThat(read("my.call_back$2 (\n[1])")).isEqualTo("[1]");
        JsonScanner two = scanner(latin1("a({\"b\":1});\na({\"b\":2});\u0000\u001a"));
        assertThat(two.nextDocument()).isTrue();
        assertThat(JsonValues.read(two)).isEqualTo(Map.of("b", 1L));
        assertThat(two.nextDocument()).isTrue();
        assertThat(JsonValues.read(two)).isEqualTo(Map.of("b", 2L));
        assertThat(two.nextDocument()).isFalse();
    }

    @Test
    void numbersMayHaveAnyLength() throws IOException {
        String digits = "7".repeat(300_000);
        JsonScanner in = scanner(latin1("[" + digits + ",\"12.5\",1e3,\"0x10\",\" 7 \",-0.25,12345678901234567890]"));
        in.nextDocument();
        in.enterArray();
        double[] read = new double[7];
        for (int i = 0; in.nextItem(); i++) {
            read[i] = in.number();
        }
        assertThat(read).containsExactly(Double.NaN, 12.5, 1000, Double.NaN, 7, -0.25, 12345678901234567890.0);
    }

    @Test
    void aDepthOfAMillionIsPassedOver() throws IOException {
        InputStream deep = new SequenceInputStream(java.util.Collections.enumeration(List.of(
                new ByteArrayInputStream(latin1("{\"junk\":")),
                new ByteArrayInputStream(latin1("{\"a\":[".repeat(1_000_000))),
                new ByteArrayInputStream(latin1("]}".repeat(1_000_000))),
                new ByteArrayInputStream(latin1(",\"b\":1}")))));
        JsonScanner in = new JsonScanner(deep);
        in.nextDocument();
        in.enterObject();
        in.nextName();
        in.skip();
        assertThat(in.nextName()).isTrue();
        assertThat(in.name()).isEqualTo("b");
        assertThat(in.number()).isEqualTo(1);
    }

    @Test
    void aFaultNamesItsByteAndTheNextItemIsRead() throws IOException {
        JsonScanner in = scanner(latin1("[{\"a\":1},{\"a\":xyz,\"b\":{\"c\":\"}\"}},{\"a\":3}]"));
        in.nextDocument();
        in.enterArray();
        in.nextItem();
        in.skip();
        in.nextItem();
        assertThatThrownBy(() -> JsonValues.read(in))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessage("an unknown word xyz")
                .hasFieldOrPropertyWithValue("offset", 14L);
        in.recover(1);
        assertThat(in.nextItem()).isTrue();
        assertThat(JsonValues.read(in)).isEqualTo(Map.of("a", 3L));
        assertThat(in.nextItem()).isFalse();
    }

    @Test
    void anItemWithoutItsEndCostsThisItem() throws IOException {
        JsonScanner in = scanner(latin1("[{\"a\":{\"b\":1}, {\"a\":2},{\"a\":3}]"));
        in.nextDocument();
        in.enterArray();
        in.nextItem();
        assertThatThrownBy(() -> JsonValues.read(in)).isInstanceOf(JsonSyntaxException.class);
        in.recover(1);
        assertThat(in.nextItem()).isTrue();
        assertThat(JsonValues.read(in)).isEqualTo(Map.of("a", 2L));
        assertThat(in.nextItem()).isTrue();
    }

    @Test
    void aFileThatEndsSaysWithinWhat() throws IOException {
        assertThatThrownBy(() -> read("{\"a\":[1,\"bc"))
                .isInstanceOf(JsonEndException.class)
                .hasMessage("the file ends within a string");
        assertThatThrownBy(() -> read("{\"a\":[1,")).hasMessage("the file ends within an array");
    }

    @Test
    void textsBeyondTheBudgetEndTheEntryAndNotTheScan() throws IOException {
        JsonScanner in = scanner(latin1("[{\"a\":\"" + "x\\n".repeat(1000) + "\",\"b\":1},{\"a\":\"y\"}]"));
        in.nextDocument();
        in.enterArray();
        in.nextItem();
        in.setBudget(1000);
        assertThatThrownBy(() -> JsonValues.read(in)).isInstanceOf(JsonLimitException.class);
        in.recover(1);
        assertThat(in.nextItem()).isTrue();
        assertThat(JsonValues.read(in)).isEqualTo(Map.of("a", "y"));
    }

    @Test
    void theShapeShowsTheFieldsOfTheFirstObject() {
        assertThat(JsonShape.of(latin1("{\"log\":{\"entr")))
                .isEqualTo(new JsonShape(true, false, java.util.Set.of("log"), true));
        assertThat(JsonShape.of(latin1("[{\"a\":1,\"b\":[2]},{\"c\":3}]")).names())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(JsonShape.of(latin1("GET / HTTP/1.1")).json()).isFalse();
        assertThat(JsonShape.of(latin1("12:abc,")).json()).isFalse();
    }
}
