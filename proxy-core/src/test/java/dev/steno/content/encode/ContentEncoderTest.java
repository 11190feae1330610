package dev.steno.content.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.content.ContentDecoder;
import dev.steno.flow.Headers;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentEncoderTest {
    private static final byte[] TEXT = "The quick brown fox. ".repeat(100).getBytes(UTF_8);

    @Provide
    Arbitrary<String> codings() {
        return Arbitraries.of("gzip", "x-gzip", "Deflate", "br", "zstd", "identity");
    }

    @Property(tries = 200)
    void aDecoderFindsTheBodyInAnyStack(
            @ForAll byte[] plain, @ForAll @Size(max = 4) List<@From("codings") String> stack) throws IOException {
        Headers headers = Headers.of("content-encoding", String.join(", ", stack));
        EncodedBody coded = ContentEncoder.encode(plain, headers);
        assertThat(coded.note()).isNull();
        assertThat(coded.headers()).isSameAs(headers);
        assertThat(ContentDecoder.strict(1 << 20).decode(coded.bytes(), headers))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "br, gzip"})
    void aTextBecomesShorter(String codings) {
        assertThat(ContentEncoder.encode(TEXT, Headers.of("Content-Encoding", codings))
                        .bytes())
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compress", "gzip, dcb", "dcb, gzip", "gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip"})
    void aCodingThatCannotBeWrittenIsDropped(String codings) {
        EncodedBody coded = ContentEncoder.encode(TEXT, Headers.of("A", "1", "Content-Encoding", codings, "B", "2"));
        assertThat(coded.bytes()).isEqualTo(TEXT);
        assertThat(coded.headers()).isEqualTo(Headers.of("A", "1", "B", "2"));
        assertThat(coded.note()).startsWith("sent without the content coding ");
    }

    @Test
    void theNoteSaysWhy() {
        assertThat(ContentEncoder.encode(TEXT, Headers.of("content-encoding", "gzip, DCZ"))
                        .note())
                .isEqualTo("sent without the content coding gzip, dcz, since dcz cannot be written");
    }

    @Test
    void anEmptyBodyAndABodyWithoutCodingStay() {
        Headers gzip = Headers.of("Content-Encoding", "gzip");
        assertThat(ContentEncoder.encode(new byte[0], gzip).bytes()).isEmpty();
        assertThat(ContentEncoder.encode(new byte[0], gzip).headers()).isSameAs(gzip);
        assertThat(ContentEncoder.encode(TEXT, Headers.EMPTY).bytes()).isSameAs(TEXT);
    }
}
