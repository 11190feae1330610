package dev.steno.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Headers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BodyTextTest {
    private static final String TEXT = "naïve — 10 €";

    @Test
    void aByteOrderMarkOutranksTheDeclaredCharset() {
        assertThat(BodyText.of(("\uFEFF" + TEXT).getBytes(UTF_8), "text/plain; charset=latin1"))
                .isEqualTo(TEXT);
        assertThat(BodyText.of(("\uFEFF" + TEXT).getBytes(UTF_16BE), null)).isEqualTo(TEXT);
        assertThat(BodyText.of(("\uFEFF" + TEXT).getBytes(UTF_16LE), null)).isEqualTo(TEXT);
    }

    @Test
    void aDeclaredCharsetIsUsed() {
        assertThat(BodyText.of("naïve".getBytes(ISO_8859_1), "text/plain; charset=iso-8859-1"))
                .isEqualTo("naïve");
        assertThat(BodyText.of(TEXT.getBytes(UTF_16BE), "text/plain; charset=utf-16be"))
                .isEqualTo(TEXT);
    }

    @Test
    void utf8IsTheUsualCharsetAndLatin1TheLastResort() {
        assertThat(BodyText.of(TEXT.getBytes(UTF_8), "text/plain")).isEqualTo(TEXT);
        assertThat(BodyText.of(TEXT.getBytes(UTF_8), "text/plain; charset=klingon"))
                .isEqualTo(TEXT);
        assertThat(BodyText.of("naïve".getBytes(ISO_8859_1), "text/plain")).isEqualTo("naïve");
    }

    @Property
    void bytesThatAreNoUtf8KeepEveryByteAsACharacter(@ForAll byte[] bytes) {
        byte[] withNul = Arrays.copyOf(bytes, bytes.length + 2);
        withNul[bytes.length + 1] = (byte) 0xFF;
        byte[] unmarked = new byte[withNul.length + 1];
        System.arraycopy(withNul, 0, unmarked, 1, withNul.length);
        assertThat(BodyText.of(unmarked, null)).isEqualTo(new String(unmarked, ISO_8859_1));
    }

    @Test
    void aBodyCutWithinACharacterIsStillUtf8() {
        byte[] cut = Arrays.copyOf("10 €".getBytes(UTF_8), 5);
        assertThat(BodyText.of(cut, null, false)).isEqualTo("10 ");
        assertThat(BodyText.of(cut, null, true)).isEqualTo(new String(cut, ISO_8859_1));
    }

    @Test
    void aCodedBodyIsReadDecoded() throws IOException {
        byte[] coded = Encodings.ZSTD.encode(Encodings.GZIP.encode(TEXT.getBytes(UTF_8)));
        Headers headers = Headers.of("Content-Encoding", "gzip, zstd", "Content-Type", "text/plain");
        assertThat(read(coded, headers, 1000)).isEqualTo(TEXT);
    }

    @Test
    void aBodyThatIsNotCodedAsItsMessageSaysIsReadAsItPassed() throws IOException {
        assertThat(read(TEXT.getBytes(UTF_8), Headers.of("Content-Encoding", "gzip"), 1000))
                .isEqualTo(TEXT);
        assertThat(read(TEXT.getBytes(UTF_8), Headers.of("Content-Encoding", "rot13"), 1000))
                .isEqualTo(TEXT);
    }

    @Test
    void aLongBodyThatDecodesToNothingIsEmptyRatherThanAFailure() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        byte[] coded = Encodings.GZIP.encode(noise);
        Headers stacked = Headers.of("Content-Encoding", "br, gzip");
        assertThat(read(coded, stacked, 1 << 20))
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).isEqualTo(new String(coded, ISO_8859_1)));
    }

    @Test
    void aBodyLongerThanTheLimitIsReadUpToIt() throws IOException {
        byte[] coded = Encodings.GZIP.encode("a".repeat(5000).getBytes(UTF_8));
        assertThat(read(coded, Headers.of("Content-Encoding", "gzip"), 100)).isEqualTo("a".repeat(100));
        assertThat(read("€".repeat(100).getBytes(UTF_8), Headers.EMPTY, 100)).isEqualTo("€".repeat(33));
    }

    @Test
    void bytesWithoutATypeLookLikeTextOrNot() {
        assertThat(BodyText.looksLikeText("{\"a\": 1}\r\n\t".getBytes(UTF_8))).isTrue();
        assertThat(BodyText.looksLikeText(TEXT.getBytes(UTF_8))).isTrue();
        assertThat(BodyText.looksLikeText(new byte[] {'P', 'K', 3, 4, 0})).isFalse();
        assertThat(BodyText.looksLikeText(new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
                .isFalse();
    }

    private static String read(byte[] raw, Headers headers, int limit) throws IOException {
        return BodyText.read(new ByteArrayInputStream(raw), headers, limit);
    }
}
