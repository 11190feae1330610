package dev.steno.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.steno.content.ContentCodingException.Reason;
import dev.steno.flow.Headers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ContentDecoderTest {
    private static final ContentDecoder STRICT = ContentDecoder.strict(1 << 20);
    private static final ContentDecoder PARTIAL = ContentDecoder.partial(1 << 20);

    @Property(tries = 300)
    void anyStackOfCodingsIsRemovedInReverse(@ForAll byte[] body, @ForAll @Size(max = 4) List<Encodings> stack)
            throws IOException {
        byte[] coded = body;
        List<String> codings = new ArrayList<>();
        for (Encodings encoding : stack) {
            coded = encoding.encode(coded);
            codings.add(encoding.coding());
        }
        assertThat(decode(STRICT, coded, codings)).isEqualTo(body);
        assertThat(decode(STRICT, coded, List.of(String.join(" , ", codings)))).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyLargerThanAllBuffersIsDecoded(Encodings encoding) throws IOException {
        byte[] body = noise(300_000);
        assertThat(decode(STRICT, encoding.encode(body), List.of(encoding.coding())))
                .isEqualTo(body);
    }

    @Test
    void whatABrotliEncoderWroteIsDecoded() throws IOException {
        byte[] coded = Base64.getDecoder()
                .decode("GycjiCwOeNPQlV2XELsXK6nK0JLMjK1BXObyNsgZnp4Ke4MNOHBIIG80uEGnFc4cHieqKTjCqdUA2KfB");
        String text = "The quick brown fox jumps over the lazy dog. ".repeat(200);
        assertThat(decode(STRICT, coded, List.of("br"))).asString(UTF_8).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfNoBytesDecodesToNone(Encodings encoding) throws IOException {
        assertThat(decode(STRICT, new byte[0], List.of(encoding.coding()))).isEmpty();
    }

    @Test
    void gzipMembersOneAfterAnotherAreOneBody() throws IOException {
        InputStream dribbling = new SequenceInputStream(
                new ByteArrayInputStream(Encodings.GZIP.encode(noise(20_000))),
                new ByteArrayInputStream(Encodings.GZIP.encode("the end".getBytes(UTF_8))));
        byte[] decoded = STRICT.decode(dribbling, List.of("gzip")).readAllBytes();
        assertThat(decoded).hasSize(20_007).endsWith("the end".getBytes(UTF_8));
    }

    @Test
    void codingsComeFromAllFieldsInOrderWithoutIdentity() {
        Headers headers = Headers.of("Content-Encoding", "GZIP, identity", "X", "y", "content-encoding", ",br ");
        assertThat(ContentDecoder.codings(headers)).containsExactly("gzip", "br");
    }

    @Test
    void anUnknownCodingIsNamed() {
        ContentCodingException thrown = catchThrowableOfType(
                ContentCodingException.class, () -> decode(PARTIAL, new byte[] {1}, List.of("gzip, rot13")));
        assertThat(thrown.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(thrown.coding()).isEqualTo("rot13");
        assertThat(thrown)
                .hasMessage("the content coding \"rot13\" is not supported; supported are gzip, deflate, br and zstd");
    }

    @Test
    void moreThanEightCodingsAreRefused() {
        assertThatThrownBy(() -> decode(STRICT, new byte[] {1}, List.of("gzip,".repeat(9))))
                .isInstanceOf(ContentCodingException.class)
                .hasMessage("the body has 9 content codings; the limit is 8");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void corruptDataIsToldApartByItsCoding(Encodings encoding) {
        ContentCodingException thrown = catchThrowableOfType(
                ContentCodingException.class,
                () -> decode(STRICT, "<html>plain</html>".getBytes(UTF_8), List.of(encoding.coding())));
        assertThat(thrown.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(thrown).hasMessageStartingWith("the body is not complete " + thrown.coding() + " data: ");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void aTruncatedBodyFailsOrYieldsItsBegin(Encodings encoding) throws IOException {
        byte[] body = noise(200_000);
        byte[] coded = encoding.encode(body);
        byte[] cut = Arrays.copyOf(coded, coded.length - 50_000);
        List<String> codings = List.of(encoding.coding());
        assertThatThrownBy(() -> decode(STRICT, cut, codings)).isInstanceOf(ContentCodingException.class);

        DecodedStream partial = PARTIAL.decode(new ByteArrayInputStream(cut), codings);
        byte[] begin = partial.readAllBytes();
        assertThat(begin).hasSizeGreaterThan(135_000).isEqualTo(Arrays.copyOf(body, begin.length));
        assertThat(partial.problem()).isNotNull();
        assertThat(partial.problem().reason()).isEqualTo(Reason.CORRUPT);
        assertThat(partial.problem()).hasMessageEndingWith(", after " + begin.length + " decoded bytes");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void dataBeforeTheCorruptPositionIsReturned(Encodings encoding) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append(i).append(' ');
        }
        byte[] body = text.toString().getBytes(UTF_8);
        byte[] bad = encoding.encode(body);
        Arrays.fill(bad, bad.length * 3 / 4, bad.length, (byte) 0xff);
        DecodedStream partial = PARTIAL.decode(new ByteArrayInputStream(bad), List.of(encoding.coding()));

        byte[] begin = partial.readNBytes(10_000);
        assertThat(begin).hasSize(10_000).isEqualTo(Arrays.copyOf(body, begin.length));
        partial.readAllBytes();
        assertThat(partial.problem()).isNotNull();
    }

    @Test
    void namesOfCodingsIgnoreCaseAndWhiteSpace() throws IOException {
        byte[] coded = Encodings.BROTLI.encode(Encodings.GZIP.encode(noise(100)));

        assertThat(decode(STRICT, coded, List.of("\t X-GZip ,, identity ", " BR ")))
                .isEqualTo(noise(100));
    }

    @Test
    void theOutermostCodingIsToBlameForWhatIsTruncated() throws IOException {
        byte[] body = noise(100_000);
        byte[] coded = Encodings.ZSTD.encode(Encodings.GZIP.encode(body));
        DecodedStream partial = PARTIAL.decode(
                new ByteArrayInputStream(Arrays.copyOf(coded, coded.length / 2)), List.of("gzip", "zstd"));
        byte[] begin = partial.readAllBytes();
        assertThat(body).startsWith(begin);
        assertThat(partial.problem()).isNotNull();
        assertThat(partial.problem().coding()).isEqualTo("zstd");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void aBombIsStoppedAtTheLimit(Encodings encoding) throws IOException {
        byte[] bomb = encoding.encode(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(100_000);
        List<String> codings = List.of(encoding.coding());
        ContentCodingException thrown = catchThrowableOfType(
                ContentCodingException.class, () -> decode(ContentDecoder.strict(100_000), bomb, codings));
        assertThat(thrown.reason()).isEqualTo(Reason.TOO_LARGE);

        DecodedStream partial = ContentDecoder.partial(100_000).decode(new ByteArrayInputStream(bomb), codings);
        assertThat(partial.readAllBytes()).hasSize(100_000);
        assertThat(partial.problem()).isNotNull();
        assertThat(partial.problem().reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aBombWithinABombIsStoppedInside() {
        byte[] bombs = Encodings.GZIP.encode(Encodings.GZIP.encode(new byte[50_000_000]));
        assertThatThrownBy(() -> decode(ContentDecoder.strict(10_000), bombs, List.of("gzip", "gzip")))
                .hasMessage("the body decodes from gzip to more than 10000 bytes");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "IDENTITY")
    void nestedBombsYieldNoMoreThanOne(Encodings encoding) throws IOException {
        byte[] bombs = Encodings.BROTLI.encode(encoding.encode(Encodings.ZSTD.encode(new byte[200_000_000])));
        assertThat(bombs.length).isLessThan(20_000);
        List<String> codings = List.of("zstd", encoding.coding(), "br");

        DecodedStream partial = ContentDecoder.partial(1_000_000).decode(new ByteArrayInputStream(bombs), codings);
        assertThat(partial.readAllBytes()).hasSize(1_000_000);
        assertThat(partial.problem()).hasMessage("the body decodes from zstd to more than 1000000 bytes");
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfExactlyTheLimitIsWhole(Encodings encoding) throws IOException {
        byte[] body = noise(70_000);
        assertThat(decode(ContentDecoder.strict(70_000), encoding.encode(body), List.of(encoding.coding())))
                .isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatCannotBeReadFailsWithItsOwnException(Encodings encoding) {
        byte[] coded = encoding.encode(noise(50_000));
        IOException gone = new IOException("the disk is gone");
        InputStream failing = new SequenceInputStream(new ByteArrayInputStream(coded, 0, 40_000), new InputStream() {
            @Override
            public int read() throws IOException {
                throw gone;
            }
        });
        assertThatThrownBy(() ->
                        PARTIAL.decode(failing, List.of(encoding.coding())).readAllBytes())
                .isSameAs(gone);
    }

    @Property(tries = 500)
    void arbitraryBytesFailOnlyWithAContentCodingException(@ForAll byte[] noise, @ForAll Encodings encoding)
            throws IOException {
        DecodedStream decoded = PARTIAL.decode(new ByteArrayInputStream(noise), List.of(encoding.coding()));
        assertThat(decoded.readAllBytes().length).isLessThanOrEqualTo(1 << 20);
        decoded.close();
    }

    @Property(tries = 300)
    void aBitThatFlippedIsBadDataOrOtherData(
            @ForAll @Size(min = 1, max = 200) byte[] body, @ForAll Encodings encoding, @ForAll int bit)
            throws IOException {
        byte[] coded = encoding.encode(body);
        int place = Math.floorMod(bit, coded.length * 8);
        coded[place / 8] ^= (byte) (1 << place % 8);
        try {
            assertThat(decode(STRICT, coded, List.of(encoding.coding())).length).isLessThanOrEqualTo(1 << 20);
        } catch (ContentCodingException bad) {
            assertThat(bad.reason()).isIn(Reason.CORRUPT, Reason.TOO_LARGE);
        }
    }

    @Test
    void closingClosesTheSource() throws IOException {
        List<String> closed = new ArrayList<>();
        InputStream source = new ByteArrayInputStream(Encodings.GZIP.encode(noise(10))) {
            @Override
            public void close() {
                closed.add("source");
            }
        };
        try (DecodedStream decoded = STRICT.decode(source, List.of("gzip"))) {
            assertThat(decoded.read()).isNotNegative();
        }
        assertThat(closed).contains("source");
    }

    private static byte[] decode(ContentDecoder decoder, byte[] coded, List<String> codings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DecodedStream decoded = decoder.decode(new ByteArrayInputStream(coded), codings)) {
            decoded.transferTo(out);
        }
        return out.toByteArray();
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        return noise;
    }
}
