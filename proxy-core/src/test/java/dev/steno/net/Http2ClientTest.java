package dev.steno.net;

import static dev.steno.testing.http2.FrameClient.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.wire.Loopback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Forwarded HTTP/2 requests: what the server gets, what the client gets, what is recorded. */
class Http2ClientTest extends TlsProxyTest {

    private FrameClient frames() throws Exception {
        return FrameClient.over(client());
    }

    private FrameClient tunnelled(ScriptedOrigin origin) throws Exception {
        RawClient client = tlsClient(origin, "h2");
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        return FrameClient.over(client);
    }

    private static List<String> fields(Headers headers) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            all.add(headers.name(i) + ": " + headers.value(i));
        }
        return all;
    }

    @Test
    void aRequestWithPriorKnowledgeIsForwardedAsHttp1AndRecordedAsSent() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        FrameClient.Answer answer = frames().headers(
                        1,
                        true,
                        list(":path=/a?b | :scheme=http | :authority=" + origin.authority()
                                + " | :method=GET | x-b=\u00e4 | cookie=a=1 | te=trailers | cookie=b=2"))
                .answer(1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.head()).containsEntry("content-length", "2");
        assertThat(origin.received())
                .isEqualTo("GET /a?b HTTP/1.1\r\nHost: " + origin.authority()
                        + "\r\nx-b: \u00e4\r\ncookie: a=1; b=2\r\nConnection: TE\r\nTE: trailers\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
        assertThat(flow.request().url()).isEqualTo("http://" + origin.authority() + "/a?b");
        assertThat(fields(flow.request().headers()))
                .containsExactly(
                        ":path: /a?b",
                        ":scheme: http",
                        ":authority: " + origin.authority(),
                        ":method: GET",
                        "x-b: \u00e4",
                        "cookie: a=1",
                        "te: trailers",
                        "cookie: b=2");
    }

    @Test
    void aTunnelWhoseClientOffersHttp2UsesIt() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        String authority = "localhost:" + origin.port();

        FrameClient.Answer answer = tunnelled(origin)
                .headers(1, true, ":method", "GET", ":scheme", "https", ":authority", authority, ":path", "/")
                .answer(1);

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
        HttpFlow flow = proxy.http();
        assertThat(flow.client().tls().alpn()).isEqualTo("h2");
        assertThat(flow.request().url()).isEqualTo("https://" + authority + "/");
    }

    @Test
    void aTunnelWithoutTlsMayCarryHttp2WithPriorKnowledge() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        FrameClient frames = FrameClient.over(client().connect(origin.authority()));

        assertThat(frames.get(1, origin.authority(), "/").answer(1).body()).isEqualTo("ok");
        assertThat(proxy.http().request().version()).isEqualTo("HTTP/2.0");
    }

    @Test
    void aBodyWithoutALengthIsForwardedInChunksWithTrailersAndTheServersTrailersReachTheClient() throws Exception {
        List<HttpAnswer> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
        ScriptedOrigin origin = origin(connection -> {
            requests.add(connection.readWholeRequest());
            connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n\r\n"
                    + "5\r\nhello\r\n6\r\n world\r\n0\r\nX-T: 1\r\n\r\n");
            connection.awaitEnd();
        });

        FrameClient client = frames();
        client.post(1, origin.authority(), "/")
                .data(1, false, latin1("abc"))
                .data(1, false, latin1("def"))
                .headers(1, true, "x-u", "2");
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1))).containsEntry(":status", "103");
        FrameClient.Answer answer = client.answer(1);

        assertThat(requests.get(0).head()).contains("Transfer-Encoding: chunked");
        assertThat(requests.get(0).text()).isEqualTo("abcdef");
        assertThat(requests.get(0).trailers()).isEqualTo("x-u: 2\r\n");
        assertThat(answer.head()).doesNotContainKeys("x-hop", "keep-alive", "connection", "transfer-encoding");
        assertThat(answer.body()).isEqualTo("hello world");
        assertThat(answer.trailers()).containsEntry("x-t", "1");
        HttpFlow flow = proxy.http();
        assertThat(fields(flow.request().trailers())).containsExactly("x-u: 2");
        assertThat(flow.interim()).hasSize(1);
        assertThat(new String(proxy.bytes(flow.response().body()))).isEqualTo("hello world");
    }

    @Test
    void concurrentStreamsEachGetTheirOwnResponse() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                String path = head.split(" ")[1];
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
            }
        });
        FrameClient client = frames();
        for (int i = 0; i < 50; i++) {
            client.get(2 * i + 1, origin.authority(), "/" + i);
        }

        int ended = 0;
        List<String> bodies = new ArrayList<>();
        while (ended < 50) {
            FrameClient.Frame frame = client.next();
            if (frame.type() == FrameClient.DATA) {
                bodies.add(frame.stream() + new String(frame.payload()));
                ended++;
            }
        }
        for (int i = 0; i < 50; i++) {
            assertThat(bodies).contains(2 * i + 1 + "/" + i);
        }
        assertThat(proxy.ended(50)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    @Test
    void aStreamWhoseServerReadsNothingPausesOnlyItself() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        int much = 24 << 20;
        ScriptedOrigin stuck = origin(connection -> {
            connection.readHead();
            Awaitility.await().until(() -> free.getCount() == 0);
            taken.complete(connection.readExactly(much).length);
            connection.send(OK);
            connection.awaitEnd();
        });
        ScriptedOrigin lively = origin(ScriptedOrigin.answering(OK));
        FrameClient client = frames();
        client.headers(
                1,
                false,
                list(":method=POST | :scheme=http | :authority=" + stuck.authority() + " | :path=/ | content-length="
                        + Integer.toString(much)));
        Window window = new Window(client);
        int sent = window.pour(1, much);
        assertThat(sent).isLessThan(much);

        FrameClient.Answer answer = client.get(3, lively.authority(), "/").answer(3);
        assertThat(answer.body()).isEqualTo("ok");

        free.countDown();
        window.pourRest(1, much - sent);
        assertThat(client.answer(1).status()).isEqualTo(200);
        assertThat(taken.get(180, TimeUnit.SECONDS)).isEqualTo(much);
        assertThat(proxy.ended(2)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
    }

    /** Sends data up to the limit of the windows (RFC 9113, 6.9). */
    private static final class Window {
        private final FrameClient client;
        private long connection = 65_535;
        private long stream = 65_535;

        Window(FrameClient client) {
            this.client = client;
        }

        /** Until the windows have been closed for half a second. */
        int pour(int id, int most) throws Exception {
            int sent = 0;
            while (sent < most) {
                int room = (int) Math.min(Math.min(connection, stream), Math.min(16_384, most - sent));
                if (room > 0) {
                    send(id, room, false);
                    sent += room;
                } else if (!readOne(500)
                        && stream == 0) { // the connection's window opens again, since only the stream is paused
                    return sent;
                }
            }
            return sent;
        }

        void pourRest(int id, int rest) throws Exception {
            int left = rest;
            while (left > 0) {
                int room = (int) Math.min(Math.min(connection, stream), Math.min(16_384, left));
                if (room > 0) {
                    left -= room;
                    send(id, room, left == 0);
                } else {
                    assertThat(readOne(60_000)).isTrue();
                }
            }
        }

        private void send(int id, int count, boolean end) throws Exception {
            client.data(id, end, new byte[count]);
            connection -= count;
            stream -= count;
        }

        private boolean readOne(int patience) throws Exception {
            client.raw().wire().socket().setSoTimeout(patience);
            try {
                FrameClient.Frame frame = client.next();
                if (frame.type() == FrameClient.WINDOW_UPDATE) {
                    int more = new java.io.DataInputStream(new java.io.ByteArrayInputStream(frame.payload())).readInt();
                    if (frame.stream() == 0) {
                        connection += more;
                    } else {
                        stream += more;
                    }
                } else if (frame.type() == FrameClient.SETTINGS && (frame.flags() & FrameClient.ACK) == 0) {
                    client.send(FrameClient.SETTINGS, FrameClient.ACK, 0);
                    stream += Http2Codec.WINDOW - 65_535;
                }
                return true;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } finally {
                client.raw().wire().socket().setSoTimeout(180_000);
            }
        }
    }

    @Test
    void aClientThatOpensNoWindowPausesOnlyTheServerOfThatStream() throws Exception {
        java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
        ScriptedOrigin pouring = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + (64 << 20) + "\r\n\r\n");
            byte[] piece = noise(64 << 10);
            for (int i = 0; i < 1024; i++) {
                connection.send(piece);
                sent.addAndGet(piece.length);
            }
        });
        ScriptedOrigin lively = origin(ScriptedOrigin.answering("HTTP/1.1 204 No Content\r\n\r\n"));
        FrameClient client = frames().get(1, pouring.authority(), "/");
        client.await(FrameClient.DATA, 1);

        assertThat(client.get(3, lively.authority(), "/").answer(3).status()).isEqualTo(204);
        assertThat(sent.get()).isLessThan(40L << 20);
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(8));

        HttpFlow reset = (HttpFlow) proxy.ended(2).get(0);
        assertThat(reset.state()).isEqualTo(FlowState.FAILED);
        assertThat(reset.error().message()).isEqualTo("the client reset the stream (CANCEL)");
        Awaitility.await().until(() -> pouring.connections().get(0).socket().isClosed());
    }

    @Test
    void aServerThatBreaksOffCausesAResetOfTheStreamAndNotOfTheConnection() throws Exception {
        ScriptedOrigin broken = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart");
        });
        ScriptedOrigin well = origin(ScriptedOrigin.answering(OK));
        FrameClient client = frames();

        FrameClient.Answer cut = client.get(1, broken.authority(), "/").answer(1);

        assertThat(cut.body()).isEqualTo("part");
        assertThat(cut.reset()).isEqualTo(2); // INTERNAL_ERROR
        assertThat(client.get(3, well.authority(), "/").answer(3).body()).isEqualTo("ok");
        assertThat(((HttpFlow) proxy.ended(2).get(0)).error().message()).contains("before the response's end");
    }

    @Test
    void anUnreachableServerGivesAnErrorPage() throws Exception {
        FrameClient.Answer answer =
                frames().get(1, "127.0.0.1:" + Loopback.freePort(), "/").answer(1);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("connection refused");
        assertThat(proxy.http().error().message()).contains("connection refused");
    }

    @Test
    void aResponseBeforeTheRequestsEndResetsTheRequestWithNoError() throws Exception {
        FrameClient client = frames().post(1, "127.0.0.1:" + Loopback.freePort(), "/");

        assertThat(client.answer(1).status()).isEqualTo(502);
        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isZero(); // NO_ERROR
    }

    @Test
    void aClientThatDisconnectsFailsAllOfItsStreams() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
        FrameClient client = frames().get(1, origin.authority(), "/").get(3, origin.authority(), "/");
        Awaitility.await().until(() -> origin.connections().size() == 2);

        client.raw().close();

        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.FAILED);
            assertThat(flow.error().message()).isEqualTo("the client closed the connection");
        });
    }

    @Test
    void aProxyThatStopsSendsGoawayAndLetsTheStreamsEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            asked.countDown();
            Awaitility.await().until(() -> answer.getCount() == 0);
            connection.send(OK);
            connection.awaitEnd();
        });
        FrameClient client = frames().get(1, origin.authority(), "/");
        assertThat(asked.await(180, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> proxy.server().stop(Duration.ofSeconds(60)));

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
        answer.countDown();
        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(client.next()).isNull();
        stopped.get(180, TimeUnit.SECONDS);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void anIdleConnectionIsClosedWithGoawayAndAPingKeepsItOpen() throws Exception {
        inTime(Duration.ofMillis(1500), limit -> {
            restartWith(defaults -> withIdle(defaults, limit));
            FrameClient client = frames();
            long began = System.nanoTime();
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(100)).until(() -> {
                client.send(FrameClient.PING, 0, 0, new byte[8]);
                assertThat(client.await(FrameClient.PING, 0).flags()).isEqualTo(FrameClient.ACK);
                return System.nanoTime() - began > limit.toNanos() * 4 / 3;
            });

            assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
            assertThat(client.next()).isNull();
        });
    }
}
