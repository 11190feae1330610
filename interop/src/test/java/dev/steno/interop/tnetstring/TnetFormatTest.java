package dev.steno.interop.tnetstring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TnetFormatTest {
    private static final int LIMIT = 1000;

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "1.0, 1.0",
        "946681200.0, 946681200.0",
        "1795392000.672115, 1795392000.672115",
        "1e-05, 1e-05",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "-0.00099, -0.00099",
        "12345678.0, 12345678.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "-1.5e300, -1.5e+300",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void aFloatIsWrittenAsPythonWritesIt(double value, String expected) {
        TnetWriter writer = new TnetWriter(16);
        writer.real(value);

        assertThat(writer.result())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(expected.length() + ":" + expected + "^");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x           | begins with the length
            :~          | begins with the length
            -1:~        | begins with the length
            1234567890123:~ | begins with the length
            999999999999:~ | exceeds the limit of 1000
            3:abc*      | ends with one of
            3:1x2#      | consists of digits
            0:#         | 1 to 1000 digits
            1:-#        | 1 to 1000 digits
            3:0x1^      | a decimal number
            2:1d^       | a decimal number
            2:+-^       | a decimal number
            4:True!     | true or false
            1:x~        | no payload
            1:\\xFF;    | not UTF-8
            4:9:ab]     | claims 9 bytes
            8:1:a;1:b;} |
            5:1:a;}     | ends within
            4:1:a;}     | no value
            7:1:1#0:~}  | a key, which is text or bytes, was expected, not integer
            """)
    void whatIsNoItemIsRefusedWithAReason(String text, @Nullable String reason) throws IOException {
        byte[] bytes = text.replace("\\xFF", "\u00FF").getBytes(StandardCharsets.ISO_8859_1);
        TnetReader reader = new TnetReader(new ByteArrayInputStream(bytes), LIMIT);

        if (reason == null) {
            assertThat(reader.next()).isNotNull();
        } else {
            assertThatExceptionOfType(TnetstringException.class)
                    .isThrownBy(reader::next)
                    .withMessageContaining(reason);
        }
    }

    @Test
    void aByteBetweenItemsIsAnErrorWithItsPlace() throws IOException {
        TnetReader reader = reader("0:~\n0:~");
        assertThat(reader.next()).isEqualTo(TnetValue.NULL);

        assertThatExceptionOfType(TnetstringException.class)
                .isThrownBy(reader::next)
                .withMessageStartingWith("at byte 3:");
    }

    @Test
    void itemsThatNestTooDeepAreRefused() {
        String nested = "0:~";
        for (int i = 0; i < TnetCursor.DEPTH + 1; i++) {
            nested = nested.length() + ":" + nested + "]";
        }
        TnetReader reader = reader(nested);

        assertThatExceptionOfType(TnetstringException.class)
                .isThrownBy(reader::next)
                .withMessageContaining("deeper than 100");
    }

    @Test
    void aLengthThatLiesDoesNotCostItsMemory() {
        InputStream bytes = new ByteArrayInputStream("1073741824:abc".getBytes(StandardCharsets.US_ASCII));
        TnetReader reader = new TnetReader(bytes, 1 << 30);

        // The heap of the tests is smaller than 1 GiB.
        assertThatExceptionOfType(TnetstringException.class)
                .isThrownBy(reader::next)
                .withMessageContaining("ends within an item that began at byte 0");
    }

    @Test
    void aWholeNumberIsTakenForAFloatAndAFloatForNoInteger() throws IOException {
        TnetCursor whole = new TnetCursor("3:946#".getBytes(StandardCharsets.US_ASCII));
        whole.next();
        assertThat(whole.real()).isEqualTo(946.0);

        TnetCursor broken = new TnetCursor("3:9.5^".getBytes(StandardCharsets.US_ASCII));
        broken.next();
        assertThatExceptionOfType(TnetstringException.class)
                .isThrownBy(broken::integer)
                .withMessageContaining("integer was expected, not float");
    }

    @Test
    void keysOfOldFilesAreBytes() throws IOException {
        TnetValue value = reader("14:7:version,1:4#}").next();

        assertThat(value)
                .isInstanceOfSatisfying(
                        TnetValue.Dictionary.class,
                        dictionary -> assertThat(dictionary.entries()).containsOnlyKeys("version"));
    }

    @Test
    void aCursorLeavesWhatItDidNotRead() throws IOException {
        TnetCursor cursor = new TnetCursor("11:1:a,4:1:b,]]1:c,".getBytes(StandardCharsets.US_ASCII));
        cursor.next();
        cursor.enter();
        cursor.next();
        assertThat(cursor.latin1()).isEqualTo("a");
        assertThat(cursor.next()).isEqualTo(TnetType.LIST);
        cursor.enter();
        cursor.leave();

        assertThat(cursor.next()).isNull();
        cursor.leave();
        assertThat(cursor.next()).isEqualTo(TnetType.BYTES);
        assertThat(cursor.latin1()).isEqualTo("c");
    }

    @Test
    void whatHasNoFormIsNotWritten() {
        TnetWriter writer = new TnetWriter(16);

        assertThatIllegalArgumentException().isThrownBy(() -> writer.text("\uD800"));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.latin1("\u0100"));
        writer.open();
        assertThatIllegalStateException().isThrownBy(writer::result);
    }

    private static TnetReader reader(String text) {
        return new TnetReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), LIMIT);
    }
}
