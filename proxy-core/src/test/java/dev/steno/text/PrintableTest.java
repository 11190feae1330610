package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Property
    void noLineHoldsAnythingATerminalWouldActOn(@ForAll String text) {
        assertThat(Printable.line(text).codePoints()).noneMatch(PrintableTest::acts);
    }

    @Property
    void aBlockHoldsLineFeedsAndTabsBesideThat(@ForAll String text) {
        assertThat(Printable.block(text).codePoints())
                .noneMatch(point -> point != '\n' && point != '\t' && acts(point));
    }

    @Property
    void whatIsPlainStaysAsItIs(@ForAll @net.jqwik.api.constraints.AlphaChars String text) {
        assertThat(Printable.line(text)).isSameAs(text);
    }

    @Test
    void whatIsEscapedCanBeRecognised() {
        assertThat(Printable.line("a\u001b[31m\n\r\t\u007f\u009b\u202e\ud800\udb40\udc41 é漢\ud83d\ude00"))
                .isEqualTo("a\\x1b[31m\\n\\r\\t\\x7f\\x9b\\u202e\\ud800\\U0e0041 é漢\ud83d\ude00");
    }

    @Test
    void linesMayEndAsOnTheWire() {
        assertThat(Printable.block("one\r\ntwo\rthree\n\tfour")).isEqualTo("one\ntwo\\rthree\n\tfour");
    }

    private static boolean acts(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || point >= 0xd800 && point <= 0xdfff
                || point == 0x2028
                || point == 0x2029;
    }
}
