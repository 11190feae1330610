package dev.steno.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.Redactor;
import dev.steno.web.flows.SessionServer;
import dev.steno.web.guard.Tickets;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports that a browser downloads by itself, and the formats that pages choose from. */
@Timeout(600)
class ExportDownloadTest {
    @TempDir
    Path folder;

    private final AtomicLong clock = new AtomicLong();
    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> {
            List<dev.steno.web.http.Route> routes = new ArrayList<>(new FormatsResource().routes());
            routes.addAll(new ExportResource(
                            session, of -> Redactor.usual(RedactionKey.of(new byte[32], "test")), clock::get, "/t/")
                    .routes());
            return routes;
        });
        for (int id = 1; id <= 3; id++) {
            HttpFlow open = SessionServer.open(
                    id, "GET", "/" + id, Headers.of("Authorization", "Bearer hunter" + id), Body.NONE);
            server.session.accept(new FlowEvent.Closed(SessionServer.answered(open, 200, 1, Body.NONE)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private String order(String json) throws Exception {
        return server.send("POST", "/export", json).body();
    }

    private static String member(String json, String name) {
        return json.replaceFirst(".*\"" + name + "\":\"([^\"]+)\".*", "$1");
    }

    /** Without the token. */
    private HttpResponse<String> download(String order) throws Exception {
        URI at = URI.create("http://127.0.0.1:" + server.port() + member(order, "url"));
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
    }

    @Test
    void itIsSentWithoutTheTokenAndTellsWhatWasLost() throws Exception {
        String order = order("{\"format\":\"har\",\"set\":\"1,3\"}");
        String outcome = "/export/" + member(order, "id");
        assertThat(order).contains("\"flows\":2");
        assertThat(server.get(outcome)).contains("\"state\":\"waiting\"");

        HttpResponse<String> file = download(order);

        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"work-export.har\"");
        assertThat(file.body()).contains("/1", "/3").doesNotContain("/2\"", "hunter");
        await().untilAsserted(() -> assertThat(server.get(outcome)).contains("\"state\":\"done\"", "\"flows\":2"));
        assertThat(server.get(outcome)).contains("\"cause\":\"redacted\"");
    }

    @Test
    void secretsAreSentIfTheyAreAskedFor() throws Exception {
        assertThat(download(order("{\"format\":\"har\",\"secrets\":true}")).body())
                .contains("hunter1", "hunter3");
    }

    @Test
    void aSessionFileIsWrittenToo() throws Exception {
        String order = order("{}");
        assertThat(download(order).body()).startsWith("SQLite format 3");
        await().untilAsserted(() ->
                assertThat(server.get("/export/" + member(order, "id"))).contains("\"state\":\"done\""));
    }

    @Test
    void anAddressEndsAfterAMinute() throws Exception {
        String order = order("{\"format\":\"csv\"}");
        clock.addAndGet(Tickets.LIFETIME);
        assertThat(download(order).statusCode()).isEqualTo(404);
    }

    @Test
    void whatCannotBeExportedIsRefusedBeforeAnythingIsDownloaded() throws Exception {
        assertThat(order("{\"format\":\"doc\"}")).contains("\"status\":400", "format must be steno, har");
        assertThat(order("{\"format\":\"har\",\"set\":\"status >>\"}")).contains("\"status\":400");
        assertThat(order("{\"format\":\"har\",\"set\":\"@shown\",\"view\":99}")).contains("\"status\":404");
    }

    @Test
    void formatsAreListedWithTheirTitles() throws Exception {
        assertThat(server.get("/formats"))
                .contains(
                        "{\"format\":\"steno\",\"title\":\"Steno session, with everything\",\"extension\":\".steno\"}",
                        "{\"format\":\"har\",\"title\":\"HAR 1.2\",\"extension\":\".har\"}",
                        "{\"format\":\"saz\",\"title\":\"SAZ\"}");
    }
}
