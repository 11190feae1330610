package dev.steno.interop.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Headers;
import dev.steno.interop.intake.SkippedEntryException;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class RawHeadTest {
    private static LookAheadInput input(String text) {
        return new LookAheadInput(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    }

    private static RawHead read(String text) throws Exception {
        RawHead head = RawHead.read(input(text), 10_000);
        assertThat(head).isNotNull();
        return head;
    }

    private static Headers fields(String lines) throws Exception {
        return read("GET / HTTP/1.1\n" + lines).fields();
    }

    @Test
    void linesMayEndWithLfAlone() throws Exception {
        Headers fields = fields("A: 1\nB: 2\n\nbody");

        assertThat(fields.get("A")).isEqualTo("1");
        assertThat(fields.size()).isEqualTo(2);
    }

    @Test
    void theBodyBeginsBehindTheFirstEmptyLine() throws Exception {
        LookAheadInput in = input("HTTP/1.1 200 OK\r\nA: 1\r\n\r\n\r\nbody");

        RawHead.read(in, 10_000);

        assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo("\r\nbody");
    }

    @Test
    void aFoldedLineContinuesTheValueBeforeIt() throws Exception {
        assertThat(fields("A: 1\r\n\t 2\r\n 3\r\nB: 4\r\n\r\n").get("A")).isEqualTo("1 2 3");
    }

    @Test
    void namesAndOddBytesStayAsTheyAre() throws Exception {
        Headers fields = fields(
                "content-LENGTH : 5\r\nContent-Length: 0abc\r\nX: \u00FF\u0000\u0001\r\nno colon\r\n: v\r\n\r\n");

        assertThat(fields.name(0)).isEqualTo("content-LENGTH ");
        assertThat(fields.all("Content-Length")).containsExactly("0abc");
        assertThat(fields.get("X")).isEqualTo("\u00FF\u0000\u0001");
        assertThat(fields.get("no colon")).isEmpty();
        assertThat(fields.get("")).isEqualTo("v");
    }

    @Test
    void aHeadThatEndsWithTheStreamIsRead() throws Exception {
        assertThat(fields("A: 1").get("A")).isEqualTo("1");
        assertThat(RawHead.read(input(""), 100)).isNull();
    }

    @Test
    void aHeadBeyondTheLimitIsRefused() {
        assertThatThrownBy(() -> RawHead.read(input("GET / HTTP/1.1\r\n" + "A: 1\r\n".repeat(100)), 1000))
                .isInstanceOf(SkippedEntryException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void aRequestLineMayHaveBlanksAndLackItsParts() {
        assertThat(RequestLine.parse("GET /a b HTTP/1.0")).isEqualTo(new RequestLine("GET", "/a b", "HTTP/1.0"));
        assertThat(RequestLine.parse(" / HTTP/1.1")).isEqualTo(new RequestLine("", "/", "HTTP/1.1"));
        assertThat(RequestLine.parse("GET /x")).isEqualTo(new RequestLine("GET", "/x", ""));
        assertThat(RequestLine.parse("GET")).isEqualTo(new RequestLine("GET", "", ""));
    }

    @Test
    void aStatusLineMayLackItsReason() {
        assertThat(ResponseLine.parse("HTTP/1.1 200")).isEqualTo(new ResponseLine("HTTP/1.1", 200, ""));
        assertThat(ResponseLine.parse("HTTP/2 404 Not Found")).isEqualTo(new ResponseLine("HTTP/2", 404, "Not Found"));
        assertThat(ResponseLine.parse("HTTPX/1.1 200 OK")).isNull();
        assertThat(ResponseLine.parse("HTTP/1.1 0200 OK")).isNull();
    }

    @Test
    void bytesAreLookedAtAcrossReads() throws Exception {
        LookAheadInput in = new LookAheadInput(new ByteArrayInputStream(new byte[200_000]) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, 7));
            }
        });

        in.skipNBytes(65_530);

        assertThat(in.peek(LookAheadInput.AHEAD - 1)).isZero();
        assertThat(in.readAllBytes()).hasSize(200_000 - 65_530);
        assertThat(in.consumed()).isEqualTo(200_000);
    }
}
