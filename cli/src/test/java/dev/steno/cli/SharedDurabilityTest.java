package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --durability shared}: a client has the end of a response only once the shared store has its flow. */
@Timeout(600)
class SharedDurabilityTest {
    private static final Pattern WEB = Pattern.compile("web interface: (http://127\\.0\\.0\\.1:[0-9]+)/#login=\\S+");

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    @TempDir
    Path folder;

    private static AnsweringOrigin origin() throws Exception {
        return AnsweringOrigin.plain((head, body, out) -> {
            body.readAllBytes();
            AnsweringOrigin.ok(out, "text/plain", "content".getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static HttpAnswer get(StenoProcess steno, AnsweringOrigin origin, String path) {
        try (RawClient client = RawClient.to(steno.port())) {
            String host = "127.0.0.1:" + origin.port();
            return client.send("GET http://" + host + path + " HTTP/1.1\r\nHost: " + host
                            + "\r\nConnection: close\r\n\r\n")
                    .response();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void aClientThatHasTheEndOfAResponseFindsItsFlowInTheStore() throws Exception {
        try (AnsweringOrigin origin = origin();
                StoreContents store = new StoreContents(server, url);
                StenoProcess steno = new StenoProcess(
                        folder,
                        "-s",
                        folder.resolve("work.steno").toString(),
                        "--ship",
                        url,
                        "--durability",
                        "shared")) {
            for (int i = 0; i < 20; i++) {
                get(steno, origin, "/flow-" + i);
                assertThat(store.number("SELECT count(*) FROM steno.flow WHERE state = 1 AND path = '/flow-" + i + "'"))
                        .as("flow " + i)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void responsesWaitWhileTheStoreIsAwayAndNewRequestsAreRefusedAfterAWhileUntilItIsBack() throws Exception {
        try (AnsweringOrigin origin = origin();
                CuttingRelay relay = new CuttingRelay(server.port());
                StoreContents store = new StoreContents(server, url)) {
            relay.refuse(true);
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            try (StenoProcess steno = new StenoProcess(
                    folder,
                    "-s",
                    folder.resolve("work.steno").toString(),
                    "--ship",
                    through,
                    "--durability",
                    "shared",
                    "--web",
                    "0")) {
                String web = steno.awaitMessage(WEB).group(1);
                steno.awaitMessage(Pattern.compile("the ends of responses wait \\(--durability shared\\), up to 30 s"));
                CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(() -> get(steno, origin, "/held"));

                String page = await().atMost(Duration.ofSeconds(60))
                        .until(() -> scrape(web), text -> text.contains("\nsteno_ship_lag_flows 1\n"));
                assertThat(page).contains("\nsteno_ship_connected 0\n");
                assertThat(failures(page)).isPositive();
                assertThat(seconds(page)).isPositive();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Call.steno("status", "--home", folder.resolve("home"))
                                .out()
                                .contains(", 1 response waits"));
                assertThat(answer).isNotDone();
                assertThat(store.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'steno'"))
                        .isZero();

                steno.awaitMessage(Pattern.compile("new requests are refused until the shared store takes flows"));
                HttpAnswer refused = get(steno, origin, "/refused");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).contains("the shared store does not take their flows");
                assertThat(answer).isNotDone();

                relay.refuse(false);
                assertThat(answer.get(60, TimeUnit.SECONDS).text()).contains("content");
                assertThat(store.number("SELECT count(*) FROM steno.flow WHERE state = 1 AND path = '/held'"))
                        .isEqualTo(1);
                steno.awaitMessage(Pattern.compile("the shared store takes flows again"));
                steno.awaitMessage(Pattern.compile("new requests are accepted again; refused so far: 1"));
                assertThat(get(steno, origin, "/after").status()).isEqualTo(200);
                String after = await().atMost(Duration.ofSeconds(60))
                        .until(() -> scrape(web), text -> text.contains("\nsteno_ship_lag_flows 0\n"));
                assertThat(after).contains("\nsteno_ship_connected 1\n", "\nsteno_ship_lag_seconds 0");
                assertThat(value(after, "steno_ship_batches_total")).isPositive();
                assertThat(value(after, "steno_ship_flows_total")).isPositive();
                assertThat(value(after, "steno_ship_bytes_total")).isPositive();
            }
        }
    }

    private String scrape(String web) throws Exception {
        String token = Files.readString(folder.resolve("home/metrics-token")).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create(web + "/metrics"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/plain")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double value(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static double failures(String page) {
        return value(page, "steno_ship_failures_total");
    }

    private static double seconds(String page) {
        return value(page, "steno_ship_lag_seconds");
    }

    @Test
    void withoutASharedStoreItIsRefused() {
        Call call = Call.steno("run", "--durability", "shared", "--home", folder);
        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err()).contains("--durability shared needs the shared store: add --ship postgresql://");

        Call none = Call.steno("run", "--durability", "shared", "--ship", url, "-s", "none", "--home", folder);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--session none records nothing");
    }

    @Test
    void aStoreIsNotRecordedToDirectly() {
        Call call = Call.steno("run", "--session", "postgresql://ann@127.0.0.1/flows", "--home", folder);
        assertThat(call.code()).isEqualTo(2);
        assertThat(call.err()).contains("record to a file and ship it with --ship URL");
    }
}
