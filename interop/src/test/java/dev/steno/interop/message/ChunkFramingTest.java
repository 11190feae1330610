package dev.steno.interop.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChunkFramingTest {
    private static ChunkFraming fed(byte[] bytes, int piece, ByteArrayOutputStream data) throws IOException {
        ChunkFraming framing = new ChunkFraming(data);
        for (int at = 0; at < bytes.length; at += piece) {
            framing.feed(bytes, at, Math.min(piece, bytes.length - at));
        }
        return framing;
    }

    private static boolean isWhole(String text) throws IOException {
        return fed(text.getBytes(ISO_8859_1), 3, new ByteArrayOutputStream()).isWhole();
    }

    @Test
    void chunksAreWholeOnlyWithTheirEndAndNothingBehindIt() throws IOException {
        assertThat(isWhole("5\r\nhello\r\n0\r\n\r\n")).isTrue();
        assertThat(isWhole("5;x=1\nhello\n0\n\n")).isTrue();
        assertThat(isWhole("5\r\nhello\r\n0\r\n")).isTrue();
        assertThat(isWhole("5\r\nhello\r\n")).isFalse();
        assertThat(isWhole("5\r\nhello\r\n0\r\n\r\nGET /")).isFalse();
        assertThat(isWhole("6\r\nhello\r\n0\r\n\r\n")).isFalse();
        assertThat(isWhole("-5\r\nhello\r\n0\r\n\r\n")).isFalse();
        assertThat(isWhole("{\"a\": 1}")).isFalse();
        assertThat(isWhole("")).isFalse();
        assertThat(isWhole("fffffffffffffffff\r\n")).isFalse();
    }

    @Test
    void trailersAreKept() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ChunkFraming framing = fed("1\r\na\r\n0\r\nX: 1\r\n\r\n".getBytes(ISO_8859_1), 100, data);

        assertThat(framing.isWhole()).isTrue();
        assertThat(framing.trailers().get("x")).isEqualTo("1");
        assertThat(data.toString(ISO_8859_1)).isEqualTo("a");
    }

    @Property(tries = 200)
    void whatIsFramedComesOutInAnyDivision(@ForAll byte[] body, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int n = 1 + random.nextInt(body.length - at);
            framed.writeBytes((Integer.toHexString(n) + "\r\n").getBytes(ISO_8859_1));
            framed.write(body, at, n);
            framed.writeBytes("\r\n".getBytes(ISO_8859_1));
            at += n;
        }
        framed.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        ByteArrayOutputStream data = new ByteArrayOutputStream();

        ChunkFraming framing = fed(framed.toByteArray(), 1 + random.nextInt(20), data);

        assertThat(framing.isWhole()).isTrue();
        assertThat(data.toByteArray()).isEqualTo(body);
    }
}
