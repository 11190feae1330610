package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LookResourceTest {
    @TempDir
    Path folder;

    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(
                folder, content -> new LookResource(content, RecordedContent.BODIES, content::body).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBodyIsShownAsText() throws Exception {
        server.response(
                1,
                BodyResourceTest.gzip(utf8("{\"a\":1}")),
                "Content-Type",
                "application/json",
                "Content-Encoding",
                "gzip");
        assertThat(server.text("/flows/1/response/look"))
                .startsWith(
                        "{\"view\":\"json\",\"views\":[{\"name\":\"json\",\"label\":\"JSON\",\"fits\":true},"
                                + "{\"name\":\"text\",\"label\":\"text\",\"fits\":true},{\"name\":\"hex\",\"label\":\"hex\",\"fits\":true},")
                .contains("{\"name\":\"msgpack\",\"label\":\"MessagePack\",\"fits\":false}")
                .endsWith(
                        "\"syntax\":\"json\",\"truncated\":false,\"omitted\":0,\"problem\":null,\"charset\":\"UTF-8\","
                                + "\"decoded_from\":[\"gzip\"],\"size\":27,\"shown\":7,\"text\":\"{\\n  \\\"a\\\": 1\\n}\\n\"}");
    }

    /** Characters that reorder or hide text are marks, and not part of what a page shows. */
    @Test
    void invisibleCharactersAreMarks() throws Exception {
        server.response(1, utf8("user\u202egnp.exe\u200b\u0007\ttab"), "Content-Type", "text/plain; charset=utf-8");
        assertThat(server.text("/flows/1/response/look?spans=1"))
                .contains("\"lines\":[[[\"text\",\"user\"],[\"mark\",\"U+202E\"],[\"text\",\"gnp.exe\"],"
                        + "[\"mark\",\"U+200B\"],[\"mark\",\"U+0007\"],[\"text\",\"\\ttab\"]]]");
    }

    @Test
    void aViewAndACharsetAreChosen() throws Exception {
        server.response(1, "\u00e4".getBytes(StandardCharsets.ISO_8859_1), "Content-Type", "text/plain");
        assertThat(server.text("/flows/1/response/look?as=hex")).contains("00000000  e4");
        assertThat(server.text("/flows/1/response/look?charset=windows-1251")).contains("\"text\":\"д\\n\"");
        assertThat(server.get("/flows/1/response/look?charset=x-none").statusCode())
                .isEqualTo(400);
        assertThat(server.get("/flows/1/response/look?as=none").statusCode()).isEqualTo(400);
        assertThat(server.get("/flows/1/response/look?limit=999999999").statusCode())
                .isEqualTo(400);
    }

    /** Ten megabytes on one line: an editor gets the line whole, a page of spans its beginning. */
    @Test
    void aHugeLineIsBounded() throws Exception {
        server.response(1, new byte[10 << 20], "Content-Type", "text/plain");
        server.response(2, utf8("x".repeat(10 << 20)), "Content-Type", "text/plain");
        assertThat(server.get("/flows/2/response/look").body().length).isBetween(8 << 20, 9 << 20);
        assertThat(server.get("/flows/2/response/look?spans=1").body().length).isLessThan(20_000);
        assertThat(server.get("/flows/1/response/look?spans=1").body().length).isLessThan(1 << 20);
    }

    @Test
    void aDeepJsonIsBounded() throws Exception {
        server.response(1, utf8("[{\"a\":".repeat(1_000_000)), "Content-Type", "application/json");
        assertThat(server.get("/flows/1/response/look?spans=1").body().length).isLessThan(64 << 20);
    }

    /** Bodies whose spans take many times their own bytes: what is sent is bounded, and says what is left out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,[2,[3]]],",
                "\u0007\u202e",
                "\"\\\"\",",
                "{\"\u0001\":\"\u200b\u200b\u200b\"},",
                "\u4e9c\u0001"
            })
    void theJsonOfSpansIsBounded(String repeated) throws Exception {
        String line = repeated.repeat(4_000 / repeated.length()) + "\n";
        byte[] body = utf8("[" + line.repeat((8 << 20) / utf8(line).length));
        boolean anyCut = false;
        for (String type : List.of("application/json", "text/plain; charset=utf-8")) {
            server.response(1, body, "Content-Type", type);
            long asked = System.nanoTime();
            String answer = server.text("/flows/1/response/look?spans=1");
            boolean late = System.nanoTime() - asked > 2_000_000_000L; // then it may have been cut because of its time
            boolean cut = answer.contains("\"truncated\":true,\"omitted\":") && !answer.contains("\"omitted\":0,");
            assertThat(utf8(answer).length).as(type).isBetween(cut && !late ? 14 << 20 : 0, (16 << 20) + 200_000);
            anyCut |= cut;
            assertThat(answer.endsWith("]]]}")).as(type).isTrue();
        }
        assertThat(anyCut).isTrue();
    }
}
