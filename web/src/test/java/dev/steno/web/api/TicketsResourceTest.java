package dev.steno.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.web.guard.Tickets;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketsResourceTest {
    private static final String HTML = "<meta http-equiv=refresh content=0><script>alert(1)</script><p>hello";

    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private ContentServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ContentServer(folder, content -> new TicketsResource(content, clock::get, "/t/").routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String ticket(long flow, String as) throws Exception {
        HttpResponse<byte[]> made =
                server.send("POST", "/tickets", "{\"flow\":" + flow + ",\"part\":\"response\",\"as\":\"" + as + "\"}");
        String json = new String(made.body(), StandardCharsets.UTF_8);
        assertThat(json).matches("\\{\"url\":\"/t/[A-Za-z0-9_-]{22}\"}");
        return json.substring(8, json.length() - 2);
    }

    /** Without the token. */
    private HttpResponse<byte[]> open(String url, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(url));
        for (int i = 0; i < fields.length; i += 2) {
            request.header(fields[i], fields[i + 1]);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** What a browser does with it is tested in the browser: nothing runs, nothing is fetched. */
    @Test
    void aPreviewIsASandbox() throws Exception {
        server.response(
                1,
                BodyResourceTest.gzip(HTML.getBytes(StandardCharsets.UTF_8)),
                "Content-Type",
                "text/html; charset=utf-8",
                "Content-Encoding",
                "gzip");
        HttpResponse<byte[]> preview = open(ticket(1, "preview"));
        assertThat(new String(preview.body(), StandardCharsets.UTF_8)).isEqualTo(HTML.replace("<meta", "<x-meta"));
        assertThat(field(preview, "Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
        assertThat(field(preview, "Content-Security-Policy"))
                .startsWith("sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:;")
                .contains("frame-ancestors 'self'")
                .doesNotContain("allow-");
        assertThat(field(preview, "Cache-Control")).isEqualTo("no-store");
        assertThat(field(preview, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(field(preview, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    /** Chromium 156 connected to servers that a link or a frame names, whatever the policy. */
    @Test
    void aPreviewLeadsNowhere() throws Exception {
        String page =
                "\ufeff<LINK rel=preconnect href=http://a.test><p>gr\u00fc\u00df<a\nhref=x>l</a><iframe/src=x><abbr>";
        server.response(1, page.getBytes(StandardCharsets.UTF_16LE), "Content-Type", "text/html");
        assertThat(new String(open(ticket(1, "preview")).body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "<x-LINK rel=preconnect href=http://a.test><p>gr\u00fc\u00df<x-a\nhref=x>l</a><x-iframe/src=x><abbr>");
        byte[] cyrillic = "<meta charset='windows-1251'><p>\u0434\u0430".getBytes("windows-1251");
        server.response(2, cyrillic, "Content-Type", "text/html");
        assertThat(new String(open(ticket(2, "preview")).body(), StandardCharsets.UTF_8))
                .endsWith("<p>\u0434\u0430");
    }

    @Test
    void anEarlierRevisionHasATicketOfItsOwn() throws Exception {
        server.flow(1, FlowState.COMPLETE, inline("as it was"), "/", inline("answer"));
        server.edit(1, request -> request.withBody(inline("edited")));
        for (String[] each : new String[][] {
            {"", "edited"},
            {",\"revision\":\"original\"", "as it was"},
            {",\"revision\":0", "as it was"},
            {",\"revision\":\"1\"", "edited"}
        }) {
            HttpResponse<byte[]> made = server.send(
                    "POST", "/tickets", "{\"flow\":1,\"part\":\"request\",\"as\":\"download\"" + each[0] + "}");
            String json = new String(made.body(), StandardCharsets.UTF_8);
            assertThat(new String(open(json.substring(8, json.length() - 2)).body(), StandardCharsets.UTF_8))
                    .as(each[0])
                    .isEqualTo(each[1]);
        }
    }

    private static Body inline(String text) {
        return new Body.Inline(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotKnownToBeHarmlessIsAFile() throws Exception {
        server.response(1, HTML.getBytes(StandardCharsets.UTF_8), "Content-Type", "image/svg+xml");
        for (String as : List.of("preview", "media", "download")) {
            HttpResponse<byte[]> file = open(ticket(1, as));
            assertThat(field(file, "Content-Type")).as(as).isEqualTo("application/octet-stream");
            assertThat(field(file, "Content-Disposition")).isEqualTo("attachment; filename=\"1.bin\"");
        }
        server.response(2, HTML.getBytes(StandardCharsets.UTF_8), "Content-Type", "text/html");
        assertThat(field(open(ticket(2, "download")), "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(field(open(ticket(2, "media")), "Content-Disposition")).startsWith("attachment");
    }

    @Test
    void mediaIsSentInRangesAndStaysOpenWhileItIsUsed() throws Exception {
        byte[] video = new byte[100_000];
        Arrays.fill(video, (byte) 7);
        server.response(1, video, "Content-Type", "video/mp4");
        String url = ticket(1, "media");
        for (int i = 0; i < 3; i++) {
            clock.addAndGet(Tickets.LIFETIME - 1);
            HttpResponse<byte[]> range = open(url, "Range", "bytes=99990-");
            assertThat(range.statusCode()).isEqualTo(206);
            assertThat(field(range, "Content-Type")).isEqualTo("video/mp4");
            assertThat(range.body()).hasSize(10);
        }
        clock.addAndGet(Tickets.LIFETIME);
        assertThat(open(url).statusCode()).isEqualTo(404);
    }

    @Test
    void aTicketEnds() throws Exception {
        server.response(1, new byte[] {1}, "Content-Type", "text/html");
        String url = ticket(1, "preview");
        clock.addAndGet(Tickets.LIFETIME - 1);
        assertThat(open(url).statusCode()).isEqualTo(200);
        clock.addAndGet(1);
        assertThat(open(url).statusCode()).isEqualTo(404);
        assertThat(open("/t/AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
    }

    @Test
    void ticketsAreBounded() {
        Tickets<Integer> tickets = new Tickets<>(clock::get);
        List<String> names = new ArrayList<>();
        for (int i = 0; i <= Tickets.MOST; i++) {
            names.add(tickets.create(i));
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(tickets.find(names.get(0))).isEmpty();
        assertThat(tickets.find(names.get(1))).isPresent();
    }

    @Test
    void whatIsAskedForMustBeThere() throws Exception {
        server.response(1, new byte[] {1});
        assertThat(server.send("POST", "/tickets", "{\"flow\":2,\"part\":\"response\",\"as\":\"media\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send("POST", "/tickets", "{\"flow\":1,\"part\":\"response\",\"as\":\"page\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.send("POST", "/tickets", "{\"flow\":1}").statusCode()).isEqualTo(400);
    }

    /** Names that a system could take for something else than a name. */
    @Test
    void namesOfDownloadsAreSafe() {
        assertThat(SafeName.reduce("report 2026.pdf")).isEqualTo("report_2026.pdf");
        assertThat(SafeName.reduce("../../.bashrc")).isEqualTo("bashrc");
        assertThat(SafeName.reduce("a\"; filename=\"b\r\nX: y")).isEqualTo("a_filename_b_X_y");
        assertThat(SafeName.reduce("\u202Egnp.exe")).isEqualTo("gnp.exe");
        assertThat(SafeName.reduce("...")).isEmpty();
        assertThat(SafeName.reduce("x".repeat(300) + ".txt")).hasSize(80).endsWith(".txt");
    }
}
