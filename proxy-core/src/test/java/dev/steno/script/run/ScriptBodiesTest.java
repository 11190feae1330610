package dev.steno.script.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Bodies that scripts read, replace, and change while they pass. */
class ScriptBodiesTest extends ScriptInProxy {
    private static final int MEGABYTE = 1 << 20;

    private void answers(byte[] body, String... fields) throws Exception {
        origin.close();
        origin = closing(AnsweringOrigin.plain((request, sent, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length + "\r\n"
                            + String.join("", fields) + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
        }));
    }

    private static byte[] gzip(byte[] plain) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void aCodedBodyIsReadAndReplacedAsText() throws Exception {
        answers(gzip("grün".getBytes(StandardCharsets.UTF_8)), "Content-Encoding: gzip\r\n");
        run("void response(Flow f) { f.response().text(f.response().text() + \" und blau\"); }");

        byte[] body = ask("/").body();

        assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("grün und blau");
    }

    @Test
    void aBodyOfAHundredMegabytesIsChangedWhileItPasses() throws Exception {
        byte[] piece = new byte[MEGABYTE];
        Arrays.fill(piece, (byte) 'a');
        origin.close();
        origin = closing(AnsweringOrigin.plain((request, sent, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + 100L * MEGABYTE + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 100; i++) {
                out.write(piece);
            }
            out.flush();
        }));
        run("""
                void responseheaders(Flow f) {
                    f.response().transform(new Pieces() {
                        public byte[] piece(byte[] bytes) {
                            byte[] next = bytes.clone();
                            for (int i = 0; i < next.length; i++) { next[i] = next[i] == 'a' ? (byte) 'b' : (byte) '#'; }
                            return next;
                        }
                        public byte[] end() { return "end".getBytes(); }
                    });
                }
                """);
        long all = 0;
        long changed = 0;
        long twice = 0;
        String last = "";
        try (var socket = new Socket("127.0.0.1", proxy.port())) {
            String close = request("/").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(close.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                all += count;
                for (int i = 0; i < count; i++) {
                    changed += buffer[i] == 'b' ? 1 : 0;
                    twice += buffer[i] == '#' ? 1 : 0;
                }
                // the end may come in several reads
                int tail = Math.min(count, 100);
                last = last.substring(Math.max(0, last.length() - 100))
                        + new String(buffer, count - tail, tail, StandardCharsets.ISO_8859_1);
            }
        }

        assertThat(twice).isZero();
        assertThat(changed).isGreaterThanOrEqualTo(100L * MEGABYTE);
        assertThat(all).isGreaterThan(100L * MEGABYTE);
        assertThat(last).contains("end");
    }

    @Test
    void textIsReplacedAcrossPiecesOfACodedBody() throws Exception {
        String text = "a colourful ".repeat(100_000);
        answers(gzip(text.getBytes(StandardCharsets.UTF_8)), "Content-Encoding: gzip\r\n");
        run("@Inline void responseheaders(Flow f) { f.response().replace(\"colou(r)\", \"colo\\\\1\"); }");

        byte[] body = ask("/").body();

        assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(text.replace("colour", "color"));
    }

    @Test
    void aTransformThatFailsAtOnceChangesNothing() throws Exception {
        answers("hello".getBytes(StandardCharsets.UTF_8));
        run(
                "void responseheaders(Flow f) { f.response().transform(bytes -> { throw new IllegalStateException(\"no\"); }); }");

        assertThat(ask("/").text()).isEqualTo("hello");
        assertThat(script.problem()).contains("responseheaders: IllegalStateException: no (test.java:1)");
    }

    @Test
    void aBodyThatHasNotComeIsNotRead() throws Exception {
        run("void responseheaders(Flow f) { f.response().text(); }");

        assertThat(ask("/").text()).isEqualTo("from the origin");
        assertThat(script.problem()).contains("the body of the response has not come yet: use the hook response");
    }

    @Test
    void theRequestIsNotChangedOnceItWasSent() throws Exception {
        run("void response(Flow f) { f.request().header(\"a\", \"b\"); }");

        assertThat(ask("/").text()).isEqualTo("from the origin");
        assertThat(script.problem()).contains("the request was sent already");
    }

    @Test
    void aFieldWithALineBreakIsRefused() throws Exception {
        run("void requestheaders(Flow f) { f.request().header(\"a\", \"b\\r\\nc: d\"); }");

        try (RawClient client = RawClient.to(proxy.port())) {
            assertThat(client.send(request("/")).response().status()).isEqualTo(200);
        }
        assertThat(script.problem()).contains("has a line break");
    }
}
