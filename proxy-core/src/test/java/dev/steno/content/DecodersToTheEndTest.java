package dev.steno.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStream;
import dev.steno.content.ContentCodingException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every decoder delivers its complete output, however the encoded bytes are divided and in whatever sizes the output is
 * read.
 */
class DecodersToTheEndTest {
    private static final ContentDecoder PARTIAL = ContentDecoder.partial(1 << 26);

    /** Text that resembles web pages: it repeats itself within the window, and each line has new content. */
    private static final byte[] TEXT = text(9 << 20);

    @Property(tries = 400)
    void aBodyIsWholeHoweverItComesAndIsAskedFor(
            @ForAll @Size(max = 3) List<Encodings> stack,
            @ForAll @IntRange(max = 70_000) int size,
            @ForAll @IntRange(min = 1, max = 9000) int chunk,
            @ForAll @IntRange(min = 1, max = 20_000) int asked)
            throws IOException {
        byte[] body = Arrays.copyOf(TEXT, size);
        byte[] coded = body;
        for (Encodings encoding : stack) {
            coded = encoding.encode(coded);
        }
        List<String> codings = stack.stream().map(Encodings::coding).toList();
        assertThat(whole(coded, codings, chunk, asked)).isEqualTo(body);
        assertThat(whole(coded, codings, 1, asked)).isEqualTo(body);
        assertThat(whole(Arrays.copyOf(coded, coded.length), codings, chunk, 1)).isEqualTo(body);
    }

    @Property(tries = 200)
    void bytesBehindTheEndAreIgnored(
            @ForAll Encodings encoding,
            @ForAll @IntRange(max = 30_000) int size,
            @ForAll @Size(min = 1, max = 300) byte[] behind,
            @ForAll @IntRange(min = 1, max = 9000) int chunk)
            throws IOException {
        byte[] body = Arrays.copyOf(TEXT, size);
        byte[] coded = encoding.encode(body);
        byte[] longer = Arrays.copyOf(coded, coded.length + behind.length);
        System.arraycopy(behind, 0, longer, coded.length, behind.length);
        if (encoding == Encodings.IDENTITY) {
            return;
        }
        try (DecodedStream decoded = PARTIAL.decode(new Pieces(longer, chunk), List.of(encoding.coding()))) {
            assertThat(decoded.readAllBytes()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void bytesBehindTheEndAreNoProblem(Encodings encoding) throws IOException {
        byte[] body = Arrays.copyOf(TEXT, 20_000);
        byte[] coded = encoding.encode(body);
        for (int more : new int[] {1, 2, 3, 4, 7, 64, 5000}) {
            byte[] longer = Arrays.copyOf(coded, coded.length + more);
            Arrays.fill(longer, coded.length, longer.length, (byte) '!');
            assertThat(whole(longer, List.of(encoding.coding()), 500, 500)).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void aBodyOfManyMebibytesIsWhole(Encodings encoding) throws IOException {
        for (int size : new int[] {1, 1 << 16, 4 << 20, 9 << 20}) {
            byte[] body = Arrays.copyOf(TEXT, size);
            assertThat(whole(encoding.encode(body), List.of(encoding.coding()), 8192, 8192))
                    .as(encoding + " of " + size)
                    .isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 16, 18, 22})
    void brotliOfAnyWindowIsWhole(int window) throws IOException {
        for (int size : new int[] {(1 << window) - 17, (1 << window) - 16, 1 << window, 3 << window - 1}) {
            byte[] body = Arrays.copyOf(TEXT, size);
            byte[] coded = Encoder.compress(
                    body, new Encoder.Parameters().setQuality(5).setWindow(window));
            for (int chunk : new int[] {size > 1 << 20 ? 37 : 1, 64, 100_000}) {
                assertThat(whole(coded, List.of("br"), chunk, 30_000))
                        .as("window %d, size %d, chunk %d", window, size, chunk)
                        .isEqualTo(body);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void membersAndFramesOneAfterAnotherAreOneBody(String coding) throws IOException {
        Encodings encoding = coding.equals("gzip") ? Encodings.GZIP : Encodings.ZSTD;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        for (int size : new int[] {0, 10, 0, 40_000, 1, 0}) {
            byte[] part = Arrays.copyOf(TEXT, size);
            body.write(part);
            coded.write(encoding.encode(part));
        }
        for (int chunk : new int[] {1, 2, 100, 9000}) {
            assertThat(whole(coded.toByteArray(), List.of(coding), chunk, 777)).isEqualTo(body.toByteArray());
        }
    }

    @Test
    void framesThatSayNothingOfTheirSizeAndFramesToSkipAreRead() throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        coded.write(new byte[] {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'}); // RFC 8878, 3.1.2
        try (ZstdOutputStream out = new ZstdOutputStream(coded)) {
            out.write(TEXT, 0, 100_000);
            out.flush();
            out.write(TEXT, 100_000, 100_000);
        }
        byte[] body = Arrays.copyOf(TEXT, 200_000);
        assertThat(whole(coded.toByteArray(), List.of("zstd"), 1, 4096)).isEqualTo(body);
    }

    @Property(tries = 300)
    void ofATruncatedBodyTheBeginIsHadAndTheEndIsMissed(
            @ForAll Encodings encoding, @ForAll @IntRange(min = 1, max = 60_000) int size, @ForAll int cut)
            throws IOException {
        byte[] body = Arrays.copyOf(TEXT, size);
        byte[] coded = encoding.encode(body);
        byte[] begin = Arrays.copyOf(coded, 1 + Math.floorMod(cut, coded.length - 1 == 0 ? 1 : coded.length - 1));
        if (encoding == Encodings.IDENTITY || begin.length == coded.length) {
            return;
        }
        try (DecodedStream decoded = PARTIAL.decode(new Pieces(begin, 100), List.of(encoding.coding()))) {
            byte[] had = decoded.readAllBytes();
            assertThat(had).isEqualTo(Arrays.copyOf(body, had.length));
            assertThat(decoded.problem())
                    .as("a truncated body without a reported problem")
                    .isNotNull();
            assertThat(decoded.problem().reason()).isEqualTo(Reason.CORRUPT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void dataBeforeAWrongChecksumIsReturned(String coding) throws IOException {
        byte[] body = Arrays.copyOf(TEXT, 50_000);
        byte[] coded = (coding.equals("gzip") ? Encodings.GZIP : Encodings.DEFLATE).encode(body);
        coded[coded.length - (coding.equals("gzip") ? 5 : 1)] ^= 1;
        try (DecodedStream decoded = PARTIAL.decode(new Pieces(coded, 1000), List.of(coding))) {
            assertThat(decoded.readAllBytes()).isEqualTo(body);
            assertThat(decoded.problem()).isNotNull();
        }
    }

    @Test
    void aRequiredDictionaryIsAProblem() throws IOException {
        Deflater deflater = new Deflater();
        deflater.setDictionary("some words".getBytes(UTF_8));
        deflater.setInput("some words of a page".getBytes(UTF_8));
        deflater.finish();
        byte[] coded = new byte[100];
        int length = deflater.deflate(coded);
        deflater.end();
        try (DecodedStream decoded = PARTIAL.decode(new ByteArrayInputStream(coded, 0, length), List.of("deflate"))) {
            assertThat(decoded.readAllBytes()).isEmpty();
            assertThat(decoded.problem()).isNotNull();
            assertThat(decoded.problem()).hasMessageContaining("dictionary");
        }
    }

    private static byte[] whole(byte[] coded, List<String> codings, int chunk, int asked) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DecodedStream decoded = PARTIAL.decode(new Pieces(coded, chunk), codings)) {
            byte[] buffer = new byte[asked];
            for (int count = decoded.read(buffer); count >= 0; count = decoded.read(buffer)) {
                out.write(buffer, 0, count);
            }
            if (decoded.problem() != null) {
                throw decoded.problem();
            }
        }
        return out.toByteArray();
    }

    private static byte[] text(int size) {
        Random random = new Random(141);
        StringBuilder text = new StringBuilder(size + 100);
        while (text.length() < size) {
            text.append(text.length() % 40_000)
                    .append(": some words of a page, ")
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return text.substring(0, size).getBytes(UTF_8);
    }

    /** A source that returns at most one chunk per read. */
    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream in;
        private final int chunk;

        Pieces(byte[] bytes, int chunk) {
            this.in = new ByteArrayInputStream(bytes);
            this.chunk = chunk;
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return in.read(into, offset, Math.min(chunk, length));
        }

        @Override
        public int available() {
            return 0;
        }
    }
}
