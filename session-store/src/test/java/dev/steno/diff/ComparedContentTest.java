package dev.steno.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.compare.ComparisonRules;
import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedContentTest {
    @TempDir
    private Path folder;

    private Recording a;
    private Recording b;

    @BeforeEach
    void open() {
        a = new Recording(folder, "a.steno");
        b = new Recording(folder, "b.steno");
    }

    private List<String> json(String left, String right) throws IOException {
        a.get("/").json(left);
        b.get("/").json(right);
        return a.diff(b).rows();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toByteArray();
    }

    @Test
    void jsonIsComparedByPathWhateverTheOrderOfItsMembers() throws IOException {
        assertThat(json("{\"a\":1,\"b\":{\"c\":[1,2]}}", "{ \"b\": {\"c\": [1, 3]}, \"a\": 1 }"))
                .containsExactly("response body $.b.c[1]: 2 | 3");
    }

    @Test
    void equalNumbersMayBeWrittenDifferently() throws IOException {
        assertThat(json("[1.0, 100, 0.5, -0]", "[1e0, 1E+2, 5e-1, 0]")).isEmpty();
    }

    @Test
    void numbersThatDifferAreToldApart() throws IOException {
        assertThat(json("[1.0, 12345678901234567890]", "[1.01, 12345678901234567891]"))
                .containsExactly(
                        "response body $[0]: 1.0 | 1.01",
                        "response body $[1]: 12345678901234567890 | 12345678901234567891");
    }

    @Test
    void whatIsNoNumberInJsonIsComparedAllTheSame() throws IOException {
        assertThat(json("{\"a\":NaN,\"b\":NaN,\"c\":-Infinity}", "{\"a\":NaN,\"b\":1,\"c\":Infinity}"))
                .containsExactly("response body $.b: NaN | 1", "response body $.c: -Infinity | Infinity");
    }

    @Test
    void aByteOrderMarkIsNoDifference() throws IOException {
        assertThat(json("\ufeff{\"a\":1}", "{\"a\":1}")).isEmpty();
    }

    @Test
    void anElementAtTheFrontOfAnArrayDoesNotShiftTheOthers() throws IOException {
        assertThat(json("[{\"n\":1},{\"n\":2}]", "[{\"n\":0},{\"n\":1},{\"n\":2}]"))
                .containsExactly("response body $[+0].n: null | 0");
    }

    @Test
    void elementsWithAnIdAreAlignedByIt() throws IOException {
        assertThat(json(
                        "[{\"id\":1,\"n\":\"a\"},{\"id\":2,\"n\":\"b\"}]",
                        "[{\"id\":9,\"n\":\"z\"},{\"id\":1,\"n\":\"a2\"},{\"id\":2,\"n\":\"b\"}]"))
                .containsExactly(
                        "response body $[+0].id: null | 9",
                        "response body $[+0].n: null | \"z\"",
                        "response body $[0].n: \"a\" | \"a2\"");
    }

    @Test
    void oneElementOfAHugeArrayIsFound() throws IOException {
        String all = IntStream.range(0, 200_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(json("[" + all + "]", "[" + all.replace(",150000,", ",-7,") + "]"))
                .containsExactly("response body $[150000]: 150000 | -7");
    }

    @Test
    void oneElementMissingInAHugeArrayIsFound() throws IOException {
        String all = IntStream.range(0, 200_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(json("[" + all + "]", "[" + all.replace(",150000,", ",") + "]"))
                .containsExactly("response body $[150000]: 150000 | null");
    }

    @Test
    void differentCodingsOfTheSameContentAreEqualAndSaid() throws IOException {
        a.get("/").fields("Content-Type", "text/plain", "Content-Encoding", "gzip").body = gzip("hello");
        b.get("/").body("text/plain", "hello");
        Recording.Result result = a.diff(b);
        assertThat(result.summary().isSame()).isTrue();
        assertThat(result.summary().recoded()).isEqualTo(1);
    }

    @Test
    void codingsDoNotHideThatTheContentDiffers() throws IOException {
        a.get("/").fields("Content-Type", "text/plain", "Content-Encoding", "gzip").body = gzip("hello\nyou");
        b.get("/").body("text/plain", "hello\nthere");
        assertThat(a.diff(b).rows()).containsExactly("response body 2: you | there");
    }

    @Test
    void formsAreComparedByField() throws IOException {
        for (Recording each : List.of(a, b)) {
            Recording.Exchange form = each.get("/");
            form.requestFields =
                    new String[] {"Host", "example.test", "Content-Type", "application/x-www-form-urlencoded"};
            form.requestBody = (each == a ? "a=1&b=2" : "b=3&a=1").getBytes(StandardCharsets.UTF_8);
        }
        assertThat(a.diff(b).rows()).containsExactly("request body b: 2 | 3");
    }

    @Test
    void markupIsComparedByTextsAndAttributes() throws IOException {
        a.get("/").body("text/html", "<p class=x id=\"y\">one <b>two</b></p><!-- 1 --><br><a href='/1'>t &amp; u</a>");
        b.get("/").body("text/html", "<P id='y'  class=\"x\">\n one\n<B>2</B></P><br/><a href=\"/2\">t &#38; u</a>\n");
        assertThat(a.diff(b).rows()).containsExactly("response body p>b: two | 2", "response body a@href: /1 | /2");
    }

    @Test
    void anElementOfXmlWithoutContentCounts() throws IOException {
        a.get("/").body("application/xml", "<r><a/><b>1</b></r>");
        b.get("/").body("application/xml", "<r><b>1</b></r>");
        assertThat(a.diff(b).rows()).containsExactly("response body r>a:  | null");
    }

    @Test
    void protobufIsComparedByFieldNumber() throws IOException {
        byte[] left = {0x08, 0x05, 0x12, 0x04, 0x08, 0x01, 0x10, 0x02, 0x1a, 0x02, 'h', 'i'};
        byte[] right = {0x08, 0x05, 0x12, 0x04, 0x08, 0x01, 0x10, 0x03, 0x1a, 0x02, 'h', 'o'};
        a.get("/").bytes("application/x-protobuf", left);
        b.get("/").bytes("application/x-protobuf", right);
        assertThat(a.diff(b).rows()).containsExactly("response body 2.2: 2 | 3", "response body 3: \"hi\" | \"ho\"");
    }

    @Test
    void grpcIsComparedMessageByMessage() throws IOException {
        byte[] one = {0, 0, 0, 0, 2, 0x08, 0x05, 0, 0, 0, 0, 2, 0x08, 0x06};
        byte[] other = {0, 0, 0, 0, 2, 0x08, 0x05, 0, 0, 0, 0, 2, 0x08, 0x07};
        a.get("/").bytes("application/grpc", one);
        b.get("/").bytes("application/grpc", other);
        assertThat(a.diff(b).rows()).containsExactly("response body message 2 1: 6 | 7");
    }

    @Test
    void imagesAreComparedByHashAndSize() throws IOException {
        byte[] image = new byte[100_000];
        Arrays.fill(image, (byte) 0x89);
        byte[] other = image.clone();
        other[70_000] = 1;
        a.get("/").bytes("image/png", image);
        b.get("/").bytes("image/png", other);
        List<String> rows = a.diff(b).rows();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0)).startsWith("response body hash: sha-256 ");
        assertThat(rows.get(1)).startsWith("response body first difference, at byte 70,000: 89 89");
    }

    @Test
    void theLastByteOfALargeBodyIsFound() throws IOException {
        byte[] large = new byte[20 << 20];
        byte[] other = large.clone();
        other[other.length - 1] = 1;
        a.get("/").bytes("application/octet-stream", large);
        b.get("/").bytes("application/octet-stream", other);
        a.get("/same").bytes("application/octet-stream", large);
        b.get("/same").bytes("application/octet-stream", large);
        Recording.Result result = a.diff(b);
        assertThat(result.pairs()).containsExactly("1-1");
        assertThat(result.rows()).anyMatch(row -> row.contains("at byte 20,971,519"));
    }

    @Test
    void trailersAreCompared() throws IOException {
        a.get("/").trailers = new String[] {"grpc-status", "0"};
        b.get("/").trailers = new String[] {"grpc-status", "5"};
        assertThat(a.diff(b).rows()).containsExactly("response trailers grpc-status: 0 | 5");
    }

    @Test
    void theOrderOfFieldsCountsOnlyIfAsked() throws IOException {
        a.get("/").fields("X-A", "1", "X-B", "2");
        b.get("/").fields("X-B", "2", "X-A", "1");
        assertThat(a.diff(b).summary().isSame()).isTrue();
        assertThat(a.diff(b, ComparisonRules.differences(Recording.usual()).withOrder(true))
                        .rows())
                .containsExactly("response headers order of fields: x-a, x-b | x-b, x-a");
    }

    @Test
    void timesCountOnlyIfAsked() throws IOException {
        a.get("/").duration = 100_000_000;
        b.get("/").duration = 125_000_000;
        assertThat(a.diff(b).summary().isSame()).isTrue();
        ComparisonRules rules = ComparisonRules.differences(Recording.usual());
        assertThat(a.diff(b, rules.withTiming(0.3)).summary().isSame()).isTrue();
        assertThat(a.diff(b, rules.withTiming(0.2)).rows()).hasSize(1);
    }

    @Test
    void anotherVersionOfHttpDoesNotMakeAllFieldsDiffer() throws IOException {
        Recording.Exchange one = a.get("/").fields("Content-Type", "text/plain");
        Recording.Exchange two = b.get("/").fields(":status", "200", "content-type", "text/plain");
        two.version = "HTTP/2.0";
        two.requestFields = new String[] {":method", "GET", ":authority", "example.test"};
        assertThat(one.version).isNotEqualTo(two.version);
        assertThat(a.diff(b).rows())
                .containsExactly(
                        "request line version: HTTP/1.1 | HTTP/2.0", "status line version: HTTP/1.1 | HTTP/2.0");
    }

    private static Message message(int sequence, Direction direction, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        return new Message(
                1, sequence, sequence, direction, Message.Kind.TEXT, true, Message.Edit.NONE, data.length, data);
    }

    @Test
    void messagesOfWebSocketsAreAlignedInEachDirection() throws IOException {
        Direction up = Direction.CLIENT_TO_SERVER;
        Direction down = Direction.SERVER_TO_CLIENT;
        a.get("/ws").messages = List.of(
                message(0, up, "hello"), message(1, down, "{\"n\":1}"), message(2, up, "bye"), message(3, down, "end"));
        b.get("/ws").messages = List.of(
                message(0, down, "{\"n\":2}"),
                message(1, up, "hello"),
                message(2, down, "end"),
                message(3, up, "bye"),
                message(4, up, "more"));
        assertThat(a.diff(b).rows()).containsExactly("messages client +3: null | more", "messages server 1 $.n: 1 | 2");
    }
}
