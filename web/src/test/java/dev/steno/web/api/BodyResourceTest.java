package dev.steno.web.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyResourceTest {
    private static final byte[] PLAIN = new byte[3_000_000];

    private static final byte[] SMALL = new byte[10_000];

    static {
        new Random(9).nextBytes(PLAIN);
        System.arraycopy(PLAIN, 0, SMALL, 0, SMALL.length);
    }

    @TempDir
    Path folder;

    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(folder, content -> new BodyResource(content).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void aBodyIsSentAsItPassed() throws Exception {
        server.response(1, PLAIN, "Content-Type", "text/html");
        HttpResponse<byte[]> response = server.get("/flows/1/response/body");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(PLAIN);
        assertThat(field(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(field(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(field(response, "Content-Disposition")).isEqualTo("attachment; filename=\"1.bin\"");
        assertThat(field(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(field(response, "Content-Length")).isEqualTo("3000000");
        HttpResponse<byte[]> head = server.send("HEAD", "/flows/1/response/body", "");
        assertThat(field(head, "Content-Length")).isEqualTo("3000000");
        assertThat(field(head, "ETag")).isEqualTo(field(response, "ETag"));
        assertThat(server.get("/flows/1/request/body").body()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        server.response(1, new byte[] {1});
        assertThat(server.get("/flows/2/response/body").statusCode()).isEqualTo(404);
        assertThat(server.text("/flows/1/trailer/body")).contains("a flow has the parts request and response");
    }

    @Test
    void aRangeIsSentAlone() throws Exception {
        server.response(1, PLAIN);
        HttpResponse<byte[]> middle = server.get("/flows/1/response/body", "Range", "bytes=1000000-1000009");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(PLAIN, 1_000_000, 1_000_010));
        assertThat(field(middle, "Content-Range")).isEqualTo("bytes 1000000-1000009/3000000");
        HttpResponse<byte[]> end = server.get("/flows/1/response/body", "Range", "bytes=-5");
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(PLAIN, 2_999_995, 3_000_000));
        assertThat(field(end, "Content-Range")).isEqualTo("bytes 2999995-2999999/3000000");
        HttpResponse<byte[]> open = server.get("/flows/1/response/body", "Range", "bytes=2999990-");
        assertThat(open.body()).hasSize(10);
        HttpResponse<byte[]> behind = server.get("/flows/1/response/body", "Range", "bytes=3000000-");
        assertThat(behind.statusCode()).isEqualTo(416);
        assertThat(field(behind, "Content-Range")).isEqualTo("bytes */3000000");
        // several ranges, or none: all is sent (RFC 9110, 14.2)
        assertThat(server.get("/flows/1/response/body", "Range", "bytes=0-1,5-6")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.get("/flows/1/response/body", "Range", "lines=0-1").statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatIsKnownIsNotSentAgain() throws Exception {
        server.response(1, PLAIN);
        String tag = field(server.get("/flows/1/response/body"), "ETag");
        assertThat(tag).matches("\"[a-z0-9-]+\"");
        HttpResponse<byte[]> known = server.get("/flows/1/response/body", "If-None-Match", "\"x\", " + tag);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(server.get("/flows/1/response/body", "Range", "bytes=0-1", "If-Range", tag)
                        .statusCode())
                .isEqualTo(206);
        assertThat(server.get("/flows/1/response/body", "Range", "bytes=0-1", "If-Range", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSizeOfABodyThatGrowsIsOpen() throws Exception {
        Body.Stored stored = server.stored(Arrays.copyOf(PLAIN, 600_000));
        server.flow(1, FlowState.OPEN, Body.NONE, "/", new Body.Stored(stored.id(), 600_000, 600_000, false), "X", "y");
        HttpResponse<byte[]> range = server.get("/flows/1/response/body", "Range", "bytes=599999-700000");
        assertThat(field(range, "Content-Range")).isEqualTo("bytes 599999-599999/*");
        assertThat(range.body()).containsExactly(PLAIN[599_999]);
    }

    @Test
    void aBodyIsSentWithoutItsCodings() throws Exception {
        server.response(1, gzip(PLAIN), "Content-Encoding", "gzip");
        assertThat(server.get("/flows/1/response/body").body()).isEqualTo(gzip(PLAIN));
        assertThat(server.get("/flows/1/response/body?decoded=1").body()).isEqualTo(PLAIN);
        HttpResponse<byte[]> range = server.get("/flows/1/response/body?decoded=1", "Range", "bytes=2000000-2000003");
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Arrays.copyOfRange(PLAIN, 2_000_000, 2_000_004));
        assertThat(field(range, "Content-Range")).isEqualTo("bytes 2000000-2000003/*");
        HttpResponse<byte[]> end = server.get("/flows/1/response/body?decoded=1", "Range", "bytes=2999999-");
        assertThat(field(end, "Content-Range")).isEqualTo("bytes 2999999-2999999/3000000");
        HttpResponse<byte[]> all = server.get("/flows/1/response/body?decoded=1", "Range", "bytes=0-");
        assertThat(all.body()).isEqualTo(PLAIN);
        HttpResponse<byte[]> last = server.get("/flows/1/response/body?decoded=1", "Range", "bytes=-2");
        assertThat(last.body()).isEqualTo(Arrays.copyOfRange(PLAIN, 2_999_998, 3_000_000));
        assertThat(server.get("/flows/1/response/body?decoded=1", "Range", "bytes=3000000-")
                        .statusCode())
                .isEqualTo(416);
    }

    @Test
    void aBodyThatCannotBeDecodedIsRefused() throws Exception {
        server.response(1, "odd".getBytes(StandardCharsets.US_ASCII), "Content-Encoding", "rot13");
        assertThat(server.get("/flows/1/response/body?decoded=1").statusCode()).isEqualTo(422);
        server.response(2, "plain".getBytes(StandardCharsets.US_ASCII), "Content-Encoding", "gzip");
        HttpResponse<byte[]> range = server.get("/flows/2/response/body?decoded=1", "Range", "bytes=0-9");
        assertThat(range.statusCode()).isEqualTo(422);
        assertThat(new String(range.body(), StandardCharsets.UTF_8)).contains("without decoded=1");
        // the end of the response is missing, so that nothing takes the part for the whole
        server.response(3, Arrays.copyOf(gzip(PLAIN), 500_000), "Content-Encoding", "gzip");
        assertThatThrownBy(() -> server.get("/flows/3/response/body?decoded=1")).isInstanceOf(IOException.class);
    }

    /** Each coding over plain text, over text behind the coding's own beginning, and cut short. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "x-gzip"})
    void aBodyThatIsNotCodedAsItSaysIsRefused(String coding) throws Exception {
        byte[] coded = coded(coding);
        byte[] begun = Arrays.copyOf(coded, 4 + 500);
        Arrays.fill(begun, 4, begun.length, (byte) 0xff);
        List<byte[]> lies =
                List.of("no coding ".repeat(100).getBytes(US_ASCII), begun, Arrays.copyOf(coded, coded.length / 2));
        for (int i = 0; i < lies.size(); i++) {
            server.response(i + 1, lies.get(i), "Content-Encoding", coding);
            HttpResponse<byte[]> response = server.get("/flows/" + (i + 1) + "/response/body?decoded=1");
            assertThat(response.statusCode()).as("lie %d", i).isEqualTo(422);
            assertThat(field(response, "Content-Type")).isEqualTo("application/problem+json");
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .contains(
                            "the body is not complete ",
                            " decoded bytes; without decoded=1 the body is sent as it was");
            assertThat(server.send("HEAD", "/flows/" + (i + 1) + "/response/body?decoded=1", "")
                            .statusCode())
                    .isEqualTo(422);
        }
        server.response(4, coded, "Content-Encoding", coding);
        assertThat(server.get("/flows/4/response/body?decoded=1").body()).isEqualTo(SMALL);
    }

    /** What is wrong far behind the beginning is only found when the response has begun: its last chunk is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyThatIsDamagedLaterIsCutVisibly(String coding) throws Exception {
        byte[] coded = coding.equals("gzip") ? gzip(PLAIN) : deflate(PLAIN);
        server.response(1, Arrays.copyOf(coded, 2_000_000), "Content-Encoding", coding);
        try (Socket client = new Socket("127.0.0.1", server.uri("/").getPort())) {
            client.setSoTimeout(120_000);
            client.getOutputStream()
                    .write(("GET /api/v1/flows/1/response/body?decoded=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + server.uri("/").getPort() + "\r\nAuthorization: " + server.authorization()
                                    + "\r\n\r\n")
                            .getBytes(US_ASCII));
            String received = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(received).startsWith("HTTP/1.1 200 ").contains("transfer-encoding: chunked");
            assertThat(received).hasSizeGreaterThan(64 << 10).doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    private static byte[] coded(String coding) throws IOException {
        return switch (coding) {
            case "br" -> {
                Brotli4jLoader.ensureAvailability();
                yield Encoder.compress(SMALL);
            }
            case "zstd" -> Zstd.compress(SMALL);
            case "deflate" -> deflate(SMALL);
            default -> gzip(SMALL);
        };
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(zipped)) {
            deflate.write(plain);
        }
        return zipped.toByteArray();
    }

    /** A client that reads nothing: the server waits with a megabyte or so, and other requests are answered. */
    @Test
    void aSlowClientCostsNoMemory() throws Exception {
        byte[] large = new byte[40 << 20];
        server.response(1, large);
        try (Socket slow = new Socket("127.0.0.1", server.uri("/").getPort())) {
            slow.setSoTimeout(120_000);
            slow.getOutputStream()
                    .write(("GET /api/v1/flows/1/response/body HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + server.uri("/").getPort() + "\r\nAuthorization: " + server.authorization()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = slow.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            assertThat(server.get("/flows/1/response/body", "Range", "bytes=0-0")
                            .body())
                    .hasSize(1);
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            in.transferTo(rest);
            assertThat(rest.size()).isGreaterThan(large.length);
        }
    }
}
