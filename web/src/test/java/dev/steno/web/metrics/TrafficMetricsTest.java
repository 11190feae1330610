package dev.steno.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Sequences;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.web.flows.SessionServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is counted of traffic: of flows that pass a real proxy, and of all that a flow can be. */
class TrafficMetricsTest extends TlsProxyTest {
    private final TrafficMetrics traffic = new TrafficMetrics();
    private final ConnectionMetrics connections = new ConnectionMetrics();

    @Override
    protected Addon[] addons() {
        return new Addon[] {traffic, connections};
    }

    private String page() {
        return new String(
                new MetricsResource(List.of(traffic, connections)).page(MetricFormat.TEXT), StandardCharsets.UTF_8);
    }

    private void awaitLines(String... lines) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(page().lines().toList()).contains(lines));
    }

    @Test
    void handshakesAreCountedByTheProtocolThatTheyAgreeOn() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        try (RawClient client = tlsClient(origin, "http/1.1")) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
            awaitLines(
                    "steno_client_connections_opened_total{mode=\"regular\"} 1",
                    "steno_server_connections_opened_total 1",
                    "steno_server_connections 1",
                    "steno_tls_handshakes_total{peer=\"client\",protocol=\"http/1.1\"} 1",
                    "steno_tls_handshakes_total{peer=\"server\",protocol=\"http/1.1\"} 1",
                    "steno_http_requests_total{protocol=\"HTTP/1.1\",status=\"2xx\"} 1");
        }
        awaitLines("steno_server_connections 0", "steno_flows_open{kind=\"http\"} 0");
    }

    @Test
    void aHandshakeThatFailsIsCounted() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        try (RawClient client = client().connect("localhost:" + origin.port())) {
            assertThat(catchThrowable(() -> client.tls(originCa.trusted(), "localhost")))
                    .isNotNull();
        }
        awaitLines(
                "steno_tls_failures_total{peer=\"client\"} 1",
                "steno_flows_ended_total{kind=\"tcp\",state=\"failed\"} 1",
                "steno_flow_errors_total{step=\"client_tls\"} 1");
    }

    private static HttpFlow flow(long id, String version) {
        HttpFlow open = SessionServer.open(id, "POST", "/", Headers.EMPTY, new Body.Inline(new byte[10]));
        HttpRequest request = open.request();
        return open.withRequest(new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                request.path(),
                version,
                request.headers(),
                request.trailers(),
                request.body(),
                request.started(),
                request.ended()));
    }

    @Test
    void everyVersionAndStatusHasItsPlace() {
        TrafficMetrics counting = new TrafficMetrics();
        try (AddonRuntime running =
                new AddonRuntime(List.of(counting), new Sequences(), new RecordBudget(1 << 20), Runnable::run)) {
            List<Integer> statuses = List.of(101, 200, 299, 304, 404, 503, 600, 999);
            IntStream.range(0, 4 * statuses.size()).parallel().forEach(i -> {
                String version =
                        List.of("HTTP/1.0", "HTTP/2.0", "HTTP/3", "HTTP/9").get(i / statuses.size());
                HttpFlow open = flow(i + 1, version);
                HttpFlow done = SessionServer.answered(
                        open,
                        statuses.get(i % statuses.size()),
                        Duration.ofMillis(i).toNanos(),
                        new Body.Inline(new byte[7]));
                running.facts().publish(new FlowEvent.Opened(open));
                running.facts().publish(new FlowEvent.Changed(done));
                running.facts().publish(new FlowEvent.Closed(done));
            });
            running.facts().publish(new FlowEvent.Opened(flow(100, "HTTP/1.1")));
            running.facts().publish(new FlowEvent.Opened(flow(101, "HTTP/1.1")));
            running.facts().publish(new FlowEvent.Closed(flow(101, "HTTP/1.1").interrupted()));
        }

        String page =
                new String(new MetricsResource(List.of(counting)).page(MetricFormat.TEXT), StandardCharsets.UTF_8);
        for (String version : List.of("HTTP/1.0", "HTTP/2.0", "HTTP/3", "other")) {
            String line = "steno_http_requests_total{protocol=\"" + version + "\",status=\"";
            assertThat(page.lines().toList())
                    .contains(line + "1xx\"} 1", line + "2xx\"} 2", line + "3xx\"} 1", line + "4xx\"} 1")
                    .contains(line + "5xx\"} 1", line + "other\"} 2", line + "none\"} 0");
        }
        assertThat(page.lines().toList())
                .contains(
                        "steno_http_requests_total{protocol=\"HTTP/1.1\",status=\"none\"} 1",
                        "steno_flows_begun_total{kind=\"http\"} 34",
                        "steno_flows_open{kind=\"http\"} 1",
                        "steno_content_bytes_total{kind=\"http\",direction=\"to_server\"} 330",
                        "steno_content_bytes_total{kind=\"http\",direction=\"to_client\"} 224",
                        "steno_exchange_seconds_bucket{le=\"0.005\"} 6",
                        "steno_exchange_seconds_bucket{le=\"+Inf\"} 32",
                        "steno_exchange_seconds_sum 0.496",
                        "steno_time_to_first_byte_seconds_bucket{le=\"0.001\"} 32");
    }
}
