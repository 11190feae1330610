package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindResourceTest {
    @TempDir
    Path folder;

    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(folder, content -> new FindResource(RecordedContent.BODIES, content::body).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String find(String text, String more) throws Exception {
        return server.text("/flows/1/response/find?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + more);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void matchesAreFoundWithTheirLines() throws Exception {
        server.response(1, utf8("first line\r\nsecond NEEDLE here\nneedle\n"), "Content-Type", "text/plain");
        assertThat(find("needle", "")).isEqualTo("""
                {"offset":19,"length":6,"line_text":"second NEEDLE here"}
                {"offset":31,"length":6,"line_text":"needle"}
                """);
        assertThat(find("needle", "&from=20")).startsWith("{\"offset\":31,");
        assertThat(find("needle", "&limit=1")).hasLineCount(1);
        assertThat(find("n[aeiou]+dle$", "&regex=true"))
                .startsWith("{\"offset\":31,")
                .hasLineCount(1);
        assertThat(find("n.edle", "")).isEmpty();
        assertThat(server.get("/flows/1/response/find?text=%28&regex=1").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/flows/1/response/find").statusCode()).isEqualTo(400);
    }

    /** Offsets are those of the body without its codings, unless the coded body is asked for. */
    @Test
    void aBodyIsSearchedWithoutItsCodings() throws Exception {
        byte[] zipped = BodyResourceTest.gzip(utf8("x".repeat(500_000) + "größe"));
        server.response(1, zipped, "Content-Type", "text/plain", "Content-Encoding", "gzip");
        assertThat(find("größe", "")).startsWith("{\"offset\":500000,\"length\":7,");
        assertThat(find("größe", "&from=499990")).startsWith("{\"offset\":500000,\"length\":7,");
        assertThat(find("größe", "&decoded=0")).isEmpty();
        server.response(1, utf8("plain größe"), "Content-Type", "text/plain", "Content-Encoding", "odd");
        assertThat(find("größe", "")).startsWith("{\"offset\":6,\"length\":7,");
    }

    @Test
    void textIsFoundInTheCharsetOfTheBody() throws Exception {
        server.response(1, "größe".getBytes(StandardCharsets.UTF_16BE), "Content-Type", "text/plain; charset=utf-16be");
        assertThat(find("öße", "")).startsWith("{\"offset\":4,\"length\":6,\"line_text\":\"größe\"}");
    }

    /** Matches in many blocks, and across the ends of blocks. */
    @Test
    void matchesAreFoundAcrossBlocks() throws Exception {
        StringBuilder body = new StringBuilder();
        while (body.length() < 5_000_000) {
            body.append("needle").append("-".repeat(9_997 + body.length() % 7));
        }
        byte[] bytes = utf8(body.toString());
        server.response(1, bytes, "Content-Type", "application/octet-stream");
        long count = body.toString().split("needle", -1).length - 1;
        for (String how : new String[] {"needle", "ne+dle"}) {
            String found = find(how, how.contains("+") ? "&regex=1" : "");
            assertThat(found.lines().count()).isEqualTo(count);
            assertThat(found.lines().map(line -> Long.parseLong(line.replaceAll("^\\{\"offset\":(\\d+).*", "$1"))))
                    .allMatch(offset -> body.toString().startsWith("needle", offset.intValue()))
                    .doesNotHaveDuplicates();
        }
        assertThat(find("-", "")).hasLineCount(FindResource.MOST);
    }
}
