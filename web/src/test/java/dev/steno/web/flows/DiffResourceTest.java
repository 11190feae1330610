package dev.steno.web.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class DiffResourceTest {
    private static final int MOST = 50;

    @TempDir
    Path folder;

    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new DiffResource(session, MOST).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void record(long id, String path, int status, String body) {
        HttpFlow begun = SessionServer.open(id, "GET", path, Headers.of("Host", "example.test"), Body.NONE);
        server.session.accept(new FlowEvent.Opened(begun));
        server.session.accept(new FlowEvent.Closed(SessionServer.answered(
                begun, status, 5_000_000L * id, new Body.Inline(body.getBytes(StandardCharsets.UTF_8)))));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String diff(String a, String b) {
        return "/diff?a=" + encoded(a) + "&b=" + encoded(b);
    }

    private List<String> lines(String path) throws Exception {
        return server.get(path).lines().toList();
    }

    @Test
    void twoSelectionsAreComparedAsStenoDiffDoes() throws Exception {
        record(1, "/same", 200, "one");
        record(2, "/changed", 200, "{\"n\":1}");
        record(3, "/gone", 200, "");
        record(4, "/same", 200, "one");
        record(5, "/changed", 404, "{\"n\":2}");
        record(6, "/new", 200, "");
        List<String> lines = lines(diff("id <= 3", "id >= 4"));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .startsWith("{\"type\":\"head\",\"left\":{\"file\":")
                .contains("\"filter\":\"id <= 3\"", "\"filter\":\"id >= 4\"", "\"header:date\"");
        assertThat(lines.get(1))
                .startsWith("{\"type\":\"changed\",\"left\":{\"id\":2,")
                .contains("\"right\":{\"id\":5,")
                .contains(
                        "{\"part\":\"status line\",\"note\":\"\",\"omitted\":0,\"rows\":[{\"key\":\"status\",\"left\":\"200\","
                                + "\"right\":\"404\",\"ignore\":\"part:status line/status\"}]}")
                .contains("{\"key\":\"$.n\",\"left\":\"1\",\"right\":\"2\",\"ignore\":\"json:$.n\"}");
        assertThat(lines.subList(2, 4))
                .anyMatch(line -> line.startsWith("{\"type\":\"removed\",\"left\":{\"id\":3,"))
                .anyMatch(line -> line.startsWith("{\"type\":\"added\",\"right\":{\"id\":6,"));
        assertThat(lines.get(4))
                .isEqualTo(
                        "{\"type\":\"summary\",\"same\":false,\"left\":3,\"right\":3,\"pairs_same\":1,\"changed\":1,"
                                + "\"removed\":1,\"added\":1,\"recoded\":0,\"damaged\":0,\"parts\":{\"status line\":1,\"response body\":1}}");
    }

    @Test
    void flowsAreSelectedByNumbersToo() throws Exception {
        for (int i = 1; i <= 40; i++) {
            record(i, "/" + i % 10, 200, "x");
        }
        assertThat(lines(diff("1-10", "11-20")).get(1)).contains("\"same\":true,\"left\":10,\"right\":10,");
        assertThat(lines(diff("3,25", "35,13")).get(1)).contains("\"same\":true,\"left\":2,\"right\":2,");
        assertThat(lines(diff("", "@all")).get(1))
                .contains("\"same\":true,\"left\":40,\"right\":40,\"pairs_same\":40,");
        assertThat(lines(diff("id = 1", "id = 999")).get(2)).contains("\"left\":1,\"right\":0,");
    }

    @Test
    void flowsFarFromEachOtherArePairedByUrlsWithoutTheirNumbers() throws Exception {
        for (int i = 1; i <= 40; i++) {
            record(i, i % 20 < 2 ? "/items/" + (1000 + i) + "?page=" + i % 20 : "/other/" + i, 200, "x");
        }
        assertThat(lines(diff("1,20", "21,40")).get(1))
                .contains("\"same\":true,\"left\":2,\"right\":2,\"pairs_same\":2,");
    }

    @Test
    void differencesValuesAndTheirLengthAreBounded() throws Exception {
        for (int i = 1; i <= 10; i++) {
            record(i, "/" + i % 5, 200, "{\"a\":" + i + ",\"b\":" + i + ",\"c\":\"" + "long ".repeat(i * 100) + "\"}");
        }
        List<String> lines = lines(diff("id <= 5", "id > 5") + "&limit=2&values=1&length=3");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).contains("\"part\":\"response body\",\"note\":\"\",\"omitted\":2,", "\"$.a\"");
        assertThat(lines.get(1)).doesNotContain("$.b");
        assertThat(lines.get(3)).contains("\"changed\":5,");
        lines = lines(diff("id <= 5", "id > 5") + "&limit=1&length=3");
        assertThat(lines.get(1)).contains("\"left\":\"\\\"lo\u2026 (499 more characters)\"");
    }

    @Test
    void whatIsNoDifferenceIsChosen() throws Exception {
        record(1, "/a", 200, "{\"n\":1,\"m\":1}");
        record(2, "/a", 200, "{\"n\":2,\"m\":1}");
        String both = diff("id = 1", "id = 2");
        assertThat(lines(both + "&ignore=" + encoded("json:$.n\n\nheader:x-*")).get(1))
                .contains("\"same\":true");
        assertThat(lines(both + "&ignore=" + encoded("json:$.n") + "&timing=20").get(1))
                .contains("\"part\":\"timing\"", "\"key\":\"duration\"");
        assertThat(lines(both + "&strict=1").get(0)).contains("\"ignored\":[]");
    }

    @Test
    void aRequestThatCannotBeAnsweredSaysWhatToDo() throws Exception {
        for (int i = 1; i <= MOST + 1; i++) {
            record(i, "/" + i, 200, "");
        }
        assertThat(server.get(diff("status >> 1", ""))).contains("\"status\":400", "\"column\":");
        assertThat(server.get(diff("", "id = 1")))
                .contains("\"status\":422", "more than 50 flows on one side", "with a filter", "steno diff");
        assertThat(server.get(diff("", "1-60"))).contains("\"status\":422");
        assertThat(server.get(diff("1", "2") + "&ignore=nothing")).contains("\"status\":400", "ignore: ");
        assertThat(server.get(diff("1", "2") + "&limit=-1")).contains("\"status\":400", "limit");
        assertThat(server.get(diff("1", "2") + "&timing=x")).contains("\"status\":400", "timing");
        assertThat(server.send("HEAD", diff("1", "2"), "").statusCode()).isEqualTo(200);
    }

    /** The differences are more than the proxy and the sockets hold for a client that reads none. */
    @Test
    void aComparisonEndsWhenItsClientLeaves() throws Exception {
        Logger log = Logger.getLogger("dev.steno.web.server.ApiHandler");
        List<LogRecord> errors = new CopyOnWriteArrayList<>();
        log.setFilter(errors::add);
        String body = "x".repeat(60_000);
        for (int i = 1; i <= 2 * MOST; i++) {
            record(i, "/" + i % MOST, 200, i + body);
        }
        for (int i = 0; i < 6; i++) { // more than run at once: each has ended before the ones behind it begin
            HttpResponse<InputStream> response = HttpClient.newHttpClient()
                    .send(
                            server.request(diff("id <= " + MOST, "id > " + MOST))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).startsWith("{\"type\":\"head\"");
            }
        }
        await().atMost(Duration.ofSeconds(300))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("diff-")));
        log.setFilter(null);
        assertThat(errors).extracting(LogRecord::getMessage).isEmpty();
    }

    @Test
    void furtherDifferencesFollowThoseThatAreSkipped() throws Exception {
        for (int i = 1; i <= 10; i++) {
            record(i, "/" + i % 5, 200, "{\"a\":" + i + "}");
        }
        String asked = diff("id <= 5", "id > 5") + "&limit=2";
        List<String> all = lines(diff("id <= 5", "id > 5"));
        assertThat(all).hasSize(7);
        assertThat(lines(asked + "&skip=2").subList(1, 3)).isEqualTo(all.subList(3, 5));
        assertThat(lines(asked + "&skip=4").subList(1, 3)).isEqualTo(all.subList(5, 7));
        assertThat(lines(asked + "&skip=5").get(1)).isEqualTo(all.get(6));
    }

    @Test
    void aParameterThatIsNotKnownIsRefusedByItsName() throws Exception {
        assertThat(server.get(diff("1", "2") + "&filter=x"))
                .contains("\"status\":400", "there is no parameter filter here, only a, b, view");
    }
}
