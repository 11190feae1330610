package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.MetricsParser;
import dev.steno.testing.process.StenoProcess;
import dev.steno.web.metrics.MetricFormat;
import dev.steno.web.metrics.MetricsResource;
import dev.steno.web.metrics.ShipperMetrics;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a running Steno are those of {@code docs/metrics.md}, count what passed, and name nothing that did. */
@Timeout(600)
class MetricsPageTest {
    private static final Pattern URL = Pattern.compile("web interface: (http://127\\.0\\.0\\.1:[0-9]+)/#login=\\S+");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (\\S+) (.*)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (.*)$");
    private static final Pattern LABELS = Pattern.compile("(?m)^(\\w+)\\{(.*)} ");

    @TempDir
    Path folder;

    private AnsweringOrigin origin;
    private StenoProcess steno;
    private String url;

    @BeforeEach
    void start() throws Exception {
        origin = AnsweringOrigin.plain((head, body, out) -> {
            body.readAllBytes();
            if (head.start().contains("/missing")) {
                out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } else {
                AnsweringOrigin.ok(out, "text/plain", "hidden-in-a-body".getBytes(StandardCharsets.US_ASCII));
            }
        });
        steno = new StenoProcess(folder, "--web", "0", "--js", "request: 1", "--block-list", "/~u nowhere/404");
        url = steno.awaitMessage(URL).group(1);
        get("/hidden-in-a-path");
        get("/missing");
        get("/hidden-in-a-path?query");
    }

    @AfterEach
    void stop() throws Exception {
        steno.close();
        origin.close();
    }

    private void get(String path) throws IOException {
        request("127.0.0.1:" + origin.port(), path);
    }

    private void request(String host, String path) throws IOException {
        try (RawClient client = RawClient.to(steno.port())) {
            client.send("GET http://" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .response();
        }
    }

    private String scrape(String accept) throws Exception {
        String token = Files.readString(folder.resolve("home/metrics-token")).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/metrics"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).get().asString().startsWith(accept);
        return answer.body();
    }

    /** Returns the page once it says that so many exchanges have ended. */
    private String scrapeAfter(int ended, String accept) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> scrape(accept),
                        page -> page.contains("steno_exchange_seconds_count " + ended + "\n")
                                && page.contains("steno_record_queue_flows 0\n"));
    }

    @Test
    void whatPassedIsCounted() throws Exception {
        MetricsParser parser = MetricsParser.need();
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        request("127.0.0.1:" + closed, "/");

        for (boolean open : List.of(false, true)) {
            String page = scrapeAfter(4, open ? "application/openmetrics-text" : "text/plain");
            MetricsParser.Page read = open ? parser.openMetrics(page) : parser.text(page);
            assertThat(read.value("steno_flows_begun_total{kind=http}")).isEqualTo(4);
            assertThat(read.value("steno_flows_ended_total{kind=http,state=complete}"))
                    .isEqualTo(3);
            assertThat(read.value("steno_flows_ended_total{kind=http,state=failed}"))
                    .isEqualTo(1);
            assertThat(read.value("steno_flows_open{kind=http}")).isZero();
            assertThat(read.value("steno_http_requests_total{protocol=HTTP/1.1,status=2xx}"))
                    .isEqualTo(2);
            assertThat(read.value("steno_http_requests_total{protocol=HTTP/1.1,status=4xx}"))
                    .isEqualTo(1);
            assertThat(read.value("steno_flow_errors_total{step=connect}")).isEqualTo(1);
            assertThat(read.value("steno_content_bytes_total{direction=to_client,kind=http}"))
                    .isGreaterThanOrEqualTo(32);
            assertThat(read.value("steno_time_to_first_byte_seconds_count")).isGreaterThanOrEqualTo(3);
            assertThat(read.value("steno_exchange_seconds_bucket{le=+Inf}")).isEqualTo(4);
            assertThat(read.value("steno_exchange_seconds_sum")).isGreaterThan(0);
            assertThat(read.value("steno_client_connections_opened_total{mode=regular}"))
                    .isEqualTo(4);
            assertThat(read.value("steno_server_connections_opened_total")).isEqualTo(3);
            assertThat(read.value("steno_server_connections_failed_total")).isEqualTo(1);
            assertThat(read.value("steno_session_flows")).isEqualTo(4);
            assertThat(read.value("steno_session_bytes")).isGreaterThan(0);
            assertThat(read.value("steno_rules{kind=block-list}")).isEqualTo(1);
            assertThat(read.value("steno_scrape_failures_total")).isZero();
            assertThat(read.value("process_cpu_seconds_total")).isGreaterThan(0);
            assertThat(read.value("process_resident_memory_bytes")).isGreaterThan(1 << 20);
            assertThat(read.value("jvm_memory_used_bytes{area=heap}")).isGreaterThan(1 << 20);
            assertThat(read.value("jvm_threads_current")).isGreaterThan(3);
        }
    }

    @Test
    void nothingThatPassedIsNamed() {
        String page = scrapeAfter(3, "text/plain");
        assertThat(page)
                .contains("script=\"js-1\"")
                .doesNotContain("hidden", "127.0.0.1", "nowhere", "/missing", "query", String.valueOf(origin.port()));
    }

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        scrapeAfter(3, "text/plain");
        Recipes recipes = new Recipes(folder, "");
        List<String> tried = new ArrayList<>();
        for (String block : Recipes.blocks("metrics.md")) {
            for (String line : block.lines().toList()) {
                assertThat(line).contains("# ");
                recipes.check(line.replace("~/.steno", folder.resolve("home").toString())
                        .replace("http://127.0.0.1:8081", url));
                tried.add(line);
            }
        }
        assertThat(tried).hasSize(2);
    }

    @Test
    void theTableHasEveryMetric() throws Exception {
        String page = scrapeAfter(3, "text/plain") + shipped();
        Map<String, String> types = new TreeMap<>();
        TYPE.matcher(page).results().forEach(type -> types.put(type.group(1), type.group(2)));
        Map<String, TreeSet<String>> labels = new TreeMap<>();
        LABELS.matcher(page).results().forEach(sample -> {
            String name = sample.group(1).replaceAll("_(bucket|sum|count)$", "");
            Pattern.compile("(\\w+)=\"")
                    .matcher(sample.group(2))
                    .results()
                    .forEach(label -> labels.computeIfAbsent(name, each -> new TreeSet<>())
                            .add("`" + label.group(1) + "`"));
        });
        StringBuilder table = new StringBuilder("| metric | type | labels | meaning |\n|---|---|---|---|\n");
        Matcher help = HELP.matcher(page);
        while (help.find()) {
            String name = help.group(1);
            String own = String.join(", ", labels.getOrDefault(name, new TreeSet<>()))
                    .replace("`le`", "");
            table.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(types.get(name))
                    .append(" | ");
            table.append(own).append(" | ").append(help.group(2)).append(" |\n");
        }
        Path file = Checkout.file("docs/metrics.md");
        String text = Files.readString(file);
        int from = text.indexOf("-->\n", text.indexOf("<!-- begin metrics")) + 4;
        int to = text.indexOf("<!-- end metrics");
        String wanted = text.substring(0, from) + table + text.substring(to);
        if (Boolean.getBoolean("steno.regenerate")) {
            Files.writeString(file, wanted);
        }
        assertThat(text)
                .as("out of date; regenerate it with -Dtest=MetricsPageTest -Dsteno.regenerate=true")
                .isEqualTo(wanted);
    }

    /** The part of the page that a shipper adds. */
    private static String shipped() {
        ShipperMetrics metrics = new ShipperMetrics(() -> new ShipperMetrics.Counts(1, 1, 1, 0, 0, 0, true, Map.of()));
        String page = new String(new MetricsResource(List.of(metrics)).page(MetricFormat.TEXT), StandardCharsets.UTF_8);
        return page.substring(0, page.indexOf("# HELP steno_scrape"));
    }
}
