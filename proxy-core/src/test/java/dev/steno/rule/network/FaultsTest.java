package dev.steno.rule.network;

import static dev.steno.testing.http2.FrameClient.GOAWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of networks and servers, as clients meet them. */
class FaultsTest extends NetworkProxyTest {
    private HttpAnswer got(ScriptedOrigin origin, String path) throws Exception {
        return client().send(get(origin, path)).response();
    }

    @Test
    void latencyDelaysEachExchangeOnce() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "|~u /slow|latency latency=120ms direction=both");
        got(origin, "/slow");
        HttpFlow slow = proxy.http();
        assertThat(millis(slow)).isGreaterThanOrEqualTo(240);
        assertThat(slow.notes().metadata()).containsEntry(Notes.RULES, "fault-1 fault-1");
        assertThat(hits(0)).isEqualTo(2);
    }

    @Test
    void aClientThatLeavesInADelayLeavesNothing() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "latency latency=1000s direction=upstream");
        RawClient client = client().send(get(origin, "/"));
        await().until(() -> !proxy.flows().isEmpty());
        client.close();
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
        assertThat(origin.sawAnything()).isFalse();
        assertThat(proxy.runtime().inFlight().numbers()).isEmpty();
        assertThat(proxy.runtime().timer().toString()).contains("queued tasks = 0");
    }

    @Test
    void latencyPerChunkDelaysEachPiece() throws Exception {
        ScriptedOrigin origin = sending(20);
        set("fault", "slicer average_size=5", "latency latency=50ms per=chunk");
        assertThat(got(origin, "/").text()).hasSize(20);
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(190);
    }

    @Test
    void bandwidthSlowsOneDirection() throws Exception {
        ScriptedOrigin origin = sending(20_000);
        set("fault", "bandwidth rate=1mbit");
        assertThat(got(origin, "/").text()).hasSize(20_000);
        assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(130);
        assertThat(hits(0)).isEqualTo(1);
    }

    /** A client that reads once and takes that for all. */
    @Test
    void slicedDataComesInPieces() throws Exception {
        inTime(Duration.ofMillis(30), limit -> {
            ScriptedOrigin origin = sending(100);
            set("fault", "slicer average_size=10 delay=" + limit.toMillis() + "ms");
            RawClient client = client().send(get(origin, "/"));
            client.wire().readHead();
            byte[] buffer = new byte[1000];
            int first = client.wire().in().read(buffer);
            assertThat(first).isLessThan(100);
            client.wire().readExactly(100 - first);
            assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(8 * limit.toMillis());
        });
    }

    @Test
    void theEndIsDelayedAfterTheLastByte() throws Exception {
        inTime(Duration.ofMillis(150), limit -> {
            ScriptedOrigin origin = origin(connection -> {
                connection.readRequest();
                connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
            });
            set("fault", "slow_close delay=" + limit.toMillis() + "ms");
            RawClient client = client().send(get(origin, "/"));
            client.wire().readHead();
            assertThat(client.wire().readText(7)).isEqualTo("2\r\nok\r\n");
            assertThat(proxy.flows()).allMatch(flow -> flow.state() == FlowState.OPEN);
            assertThat(client.wire().readText(5)).isEqualTo("0\r\n\r\n");
            assertThat(millis(proxy.http())).isGreaterThanOrEqualTo(limit.toMillis());
        });
    }

    @Test
    void aRequestGetsNoAnswer() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "|~u /never|timeout", "|~u /later|timeout timeout=100ms");
        long begun = System.nanoTime();
        assertThat(client().send(get(origin, "/later")).isClosedByProxy()).isTrue();
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        RawClient hanging = client().send(get(origin, "/never"));
        assertThat(proxy.ended(2)).allMatch(flow -> flow.state() == FlowState.FAILED);
        assertThat(hanging.wire().in().available()).isZero();
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void theConnectionIsReset() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "reset_peer");
        RawClient client = client().send(get(origin, "/"));
        assertThatThrownBy(() -> client.wire().in().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.http().error().message()).isEqualTo("reset by rule fault-1");
    }

    @Test
    void aResponseIsCutAndItsLengthStays() throws Exception {
        ScriptedOrigin origin = sending(100);
        set("fault", "limit_data bytes=40");
        RawClient client = client().send(get(origin, "/"));
        assertThat(client.wire().readHead()).contains("Content-Length: 100");
        assertThat(client.wire().readToEnd()).hasSize(40);
        assertThat(proxy.http().error().message()).isEqualTo("cut by rule fault-1");
        set("fault", "limit_data bytes=100");
        assertThat(got(origin, "/").text()).hasSize(100);
    }

    @Test
    void anAnswerComesInPlaceOfTheServers() throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", "status code=429 retry_after=30 times=2 every=2 body=later, please");
        assertThat(got(origin, "/").status()).isEqualTo(200);
        HttpAnswer drilled = got(origin, "/");
        assertThat(drilled.status()).isEqualTo(429);
        assertThat(drilled.field("Retry-After")).isEqualTo("30");
        assertThat(drilled.text()).isEqualTo("later, please");
        List<Integer> next = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            next.add(got(origin, "/").status());
        }
        assertThat(next).containsExactly(200, 429, 200, 200);
        assertThat(proxy.ended(2).get(1).notes().metadata()).containsEntry("answered-by", "fault-1");
    }

    @ParameterizedTest
    @CsvSource({
        "empty_response, ''",
        "random_then_close, garbage",
        "malformed_chunk, garbage",
    })
    void aResponseIsMalformed(String toxic, String part) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        });
        set("fault", toxic);
        String all = client().send(get(origin, "/")).wire().readToEnd();
        assertThat(all).contains(part).doesNotContain("ok");
        assertThat(all.startsWith("HTTP/1.1 200 OK")).isEqualTo(toxic.equals("malformed_chunk"));
        assertThat(proxy.http().state()).isEqualTo(FlowState.FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "dns_fail, 502, could not be resolved",
        "connect_refused, 502, refused the connection",
        "connect_timeout timeout=50ms, 504, timed out",
        "tls_fail, 502, TLS handshake with the server failed",
    })
    void theServerCannotBeReached(String fault, int status, String why) throws Exception {
        ScriptedOrigin origin = sending(2);
        set("fault", fault);
        HttpAnswer page = got(origin, "/");
        assertThat(page.status()).isEqualTo(status);
        assertThat(page.text()).contains(why);
        assertThat(proxy.http().error().message()).contains(why).endsWith("fault-1");
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void streamsOfHttp2AreRefusedAndTheirConnectionsEnded() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            while (true) {
                FrameServer.Request request = connection.request();
                connection.headers(request.stream(), false, ":status", "200");
                connection.data(request.stream(), true, latin1("ok"));
            }
        });
        FrameClient client = client(origin);
        set("fault", "|~u /refuse|refuse_stream", "|~u /cut|malformed_chunk", "|~u /bye|goaway");
        assertThat(client.get(1, authority(origin), "/refuse").answer(1).reset())
                .isEqualTo(REFUSED_STREAM);
        FrameClient.Answer cut = client.get(3, authority(origin), "/cut").answer(3);
        assertThat(cut.status()).isEqualTo(200);
        assertThat(cut.trailers()).containsKey("Garbage");
        assertThat(client.get(5, authority(origin), "/well").answer(5).body()).isEqualTo("ok");
        client.get(7, authority(origin), "/bye");
        assertThat(client.await(GOAWAY, 0)).isNotNull();
    }

    /** The faults of two runs with the same seed, as the record has them. */
    @Test
    void theSameSeedRepeatsTheSameFaults() throws Exception {
        ScriptedOrigin origin = sending(2);
        List<List<Integer>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            set("fault", "status code=503 toxicity=0.5 seed=42");
            RawClient client = client();
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                statuses.add(client.send(get(origin, "/")).response().status());
            }
            runs.add(statuses);
            set("fault");
        }
        assertThat(runs.get(0)).contains(200, 503).isEqualTo(runs.get(1));
    }

    @Test
    void messagesOfWebSocketsAreDelayedInOrderOrDropped() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
            connection.send(WebSocketFrames.text("one"));
            connection.send(WebSocketFrames.text("two"));
            connection.send(WebSocketFrames.text("three"));
            connection.awaitEnd();
        });
        set("fault", "ws_drop every=2 seed=1", "ws_delay delay=80ms");
        String request = get(origin, "/");
        long begun = System.nanoTime();
        RawClient client = client().send(request.substring(0, request.length() - 2)
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.wire().readHead();
        assertThat(client.wire().readExactly(5)).isEqualTo(WebSocketFrames.text("one"));
        assertThat(client.wire().readExactly(7)).isEqualTo(WebSocketFrames.text("three"));
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(160));
        await().until(() -> proxy.messages().size() == 3);
        assertThat(proxy.messages().get(1).edit()).isEqualTo(Message.Edit.DROPPED);
    }

    /** What the fault did is in the record: the request that did not reach the server, and why. */
    @Test
    void aRuleInAFileIsAFaultToo() throws Exception {
        ScriptedOrigin origin = sending(2);
        java.nio.file.Path file = home.resolve("faults.toml");
        java.nio.file.Files.writeString(
                file,
                "[[rule]]\nname = \"drill\"\nfilter = \"~u /drill\"\nfault = \"status code=503\"\ntimes = 1\n"
                        + "[[rule]]\nname = \"slow\"\nthrottle = \"slow-4g\"\non = false\n");
        proxy.options.set("rules", file.toString());
        assertThat(got(origin, "/drill").status()).isEqualTo(503);
        assertThat(got(origin, "/drill").status()).isEqualTo(200);
        HttpFlow drilled = (HttpFlow) proxy.ended(2).get(0);
        assertThat(drilled.response().body()).isEqualTo(Body.NONE);
        assertThat(proxy.runtime().pacing()).isNull();
        proxy.options.set("rules", "");
    }
}
