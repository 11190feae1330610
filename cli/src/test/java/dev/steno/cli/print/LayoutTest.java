package dev.steno.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void jsonIsLaidOutInLines() {
        assertThat(JsonIndent.of("{\"a\":[1,{\"b\":\"x, {\\\"}\"}],\"e\":[ ],\"n\":1e5}"))
                .isEqualTo("""
                        {
                          "a": [
                            1,
                            {
                              "b": "x, {\\"}"
                            }
                          ],
                          "e": [],
                          "n": 1e5
                        }""");
    }

    /** Holds for any text, whether it is JSON or not. */
    @Property
    void nothingButWhiteSpaceChanges(
            @ForAll @Chars({'{', '}', '[', ']', '"', '\\', ',', ':', ' ', '\n', 'a', '1'}) String text) {
        assertThat(JsonIndent.of(text).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    @Property
    void everyByteIsInTheDump(@ForAll byte[] data) {
        String dump = HexDump.of(data, Integer.MAX_VALUE);
        StringBuilder hex = new StringBuilder();
        dump.lines().forEach(line -> hex.append(line, 10, 57));
        assertThat(hex.toString().replace(" ", ""))
                .isEqualTo(java.util.HexFormat.of().formatHex(data));
        assertThat(dump).matches("[ -~\n]*");
    }

    @Test
    void aLongDumpSaysWhatItLeavesOut() {
        assertThat(HexDump.of(new byte[100], 16))
                .isEqualTo("00000000  " + "00 ".repeat(16).strip() + "  " + ".".repeat(16) + "\n(84 more bytes)\n");
    }

    @Property
    void durationsInJsonAreExact(@ForAll @net.jqwik.api.constraints.LongRange(min = 0) long nanos) {
        assertThat(FlowJson.millis(nanos).movePointRight(6).longValueExact()).isEqualTo(nanos);
        assertThat(FlowJson.millis(nanos).toString()).matches("[0-9]+(\\.[0-9]{1,6})?");
    }
}
