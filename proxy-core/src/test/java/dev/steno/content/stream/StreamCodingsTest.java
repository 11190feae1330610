package dev.steno.content.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.encode.ContentEncoder;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCodingsTest {
    private static final byte[] TEXT = "The quick brown fox. ".repeat(100).getBytes(UTF_8);

    /** Passes everything on, and keeps what it was given. */
    private static final class Copy implements BodyTransform {
        private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        private final List<byte[]> waiting = new ArrayList<>();
        private int largest;

        @Override
        public void put(byte[] piece) {
            largest = Math.max(largest, piece.length);
            seen.writeBytes(piece);
            waiting.add(piece);
        }

        @Override
        public void end() {}

        @Override
        public byte[] next() {
            return waiting.isEmpty() ? null : waiting.remove(0);
        }
    }

    private static byte[] drain(BodyTransform transform) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = transform.next(); piece != null; piece = transform.next()) {
            assertThat(piece).isNotEmpty();
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    /** Passes a body through in pieces of a size. */
    private static byte[] pass(BodyTransform transform, byte[] body, int size) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int from = 0; from < body.length; from += size) {
                all.writeBytes(drain(transform));
                transform.put(Arrays.copyOfRange(body, from, Math.min(from + size, body.length)));
            }
            all.writeBytes(drain(transform));
            transform.end();
            all.writeBytes(drain(transform));
            return all.toByteArray();
        } finally {
            transform.close();
        }
    }

    @Provide
    Arbitrary<String> codings() {
        return Arbitraries.of("gzip", "x-gzip", "deflate", "br", "zstd", "identity");
    }

    @Property(tries = 200)
    void aBodyInAnyStackIsDecodedAndEncodedAgain(
            @ForAll @Size(max = 300) byte[] plain,
            @ForAll @Size(max = 4) List<@From("codings") String> stack,
            @ForAll @IntRange(min = 1, max = 40) int size)
            throws IOException {
        Headers headers = Headers.of("content-encoding", String.join(", ", stack));
        Copy copy = new Copy();
        byte[] coded = ContentEncoder.encode(plain, headers).bytes();
        byte[] again = pass(StreamCodings.around(copy, headers), coded, size);
        assertThat(copy.seen.toByteArray()).isEqualTo(plain);
        assertThat(ContentDecoder.strict(1 << 20).decode(again, headers)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "br, gzip"})
    void whatWasPutInCanBeReadBeforeTheEnd(String coding) throws IOException {
        Headers headers = Headers.of("Content-Encoding", coding);
        BodyTransform server = StreamCodings.encoder(headers);
        BodyTransform through = StreamCodings.around(new Copy(), headers);
        Copy client = new Copy();
        BodyTransform reading = StreamCodings.around(client, headers);
        for (String event : List.of("data: 1\n\n", "data: 2\n\n")) {
            server.put(event.getBytes(UTF_8));
            through.put(drain(server));
            reading.put(drain(through));
            drain(reading);
            assertThat(client.seen.toString(UTF_8)).endsWith(event);
        }
        List.of(server, through, reading).forEach(BodyTransform::close);
    }

    @Test
    void deflateMayLackItsWrapper() throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(raw, new Deflater(9, true))) {
            out.write(TEXT);
        }
        Copy copy = new Copy();
        pass(StreamCodings.around(copy, Headers.of("Content-Encoding", "deflate")), raw.toByteArray(), 7);
        assertThat(copy.seen.toByteArray()).isEqualTo(TEXT);
    }

    @Test
    void membersOfGzipFollowEachOtherAndHaveNames() throws IOException {
        Headers gzip = Headers.of("Content-Encoding", "gzip");
        byte[] one = ContentEncoder.encode("one ".getBytes(UTF_8), gzip).bytes();
        ByteArrayOutputStream named = new ByteArrayOutputStream();
        named.write(one, 0, 3);
        named.write(4 | 8 | 16 | 2);
        named.write(one, 4, 6);
        named.writeBytes("\u0002\u0000xxname\u0000comment\u0000cs".getBytes(ISO_8859_1));
        named.write(one, 10, one.length - 10);
        named.writeBytes(one);
        named.writeBytes("rest that browsers ignore".getBytes(UTF_8));
        for (int size : new int[] {1, 5, 1000}) {
            Copy copy = new Copy();
            pass(StreamCodings.around(copy, gzip), named.toByteArray(), size);
            assertThat(copy.seen.toString(UTF_8)).isEqualTo("one one ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void dataThatIsCutOrDamagedIsAnError(String coding) {
        Headers headers = Headers.of("Content-Encoding", coding);
        byte[] coded = ContentEncoder.encode(TEXT, headers).bytes();
        byte[] cut = Arrays.copyOf(coded, coded.length - 3);
        assertThatThrownBy(() -> pass(StreamCodings.around(new Copy(), headers), cut, 10))
                .isInstanceOf(ContentCodingException.class)
                .hasMessageContaining("not complete " + coding);
        for (int at = 0; at < coded.length; at++) {
            byte[] damaged = coded.clone();
            damaged[at] ^= 0x55;
            try {
                pass(StreamCodings.around(new Copy(), headers), damaged, 7);
            } catch (IOException e) {
                assertThat(e.getMessage()).contains(coding).doesNotContain("null", "Exception", "java.", "Index");
            }
        }
        byte[] none = "not coded at all".getBytes(UTF_8);
        assertThatThrownBy(() -> pass(StreamCodings.around(new Copy(), headers), none, 4))
                .isInstanceOf(ContentCodingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
    void aBombIsDecodedInSmallPieces(String coding) throws IOException {
        Headers headers = Headers.of("Content-Encoding", coding);
        byte[] bomb = ContentEncoder.encode(new byte[20 << 20], headers).bytes();
        Copy copy = new Copy();
        pass(StreamCodings.around(copy, headers), bomb, 1 << 20);
        assertThat(copy.seen.size()).isEqualTo(20 << 20);
        assertThat(copy.largest).isLessThanOrEqualTo(16 * 1024);
    }

    @Test
    void codingsThatCannotBeWrittenAreUnknown() {
        assertThat(StreamCodings.areKnown(Headers.of("Content-Encoding", "gzip, br")))
                .isTrue();
        assertThat(StreamCodings.areKnown(Headers.EMPTY)).isTrue();
        assertThat(StreamCodings.areKnown(Headers.of("Content-Encoding", "dcb")))
                .isFalse();
    }
}
