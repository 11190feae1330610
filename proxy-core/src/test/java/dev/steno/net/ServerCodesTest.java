package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error codes of HTTP/2 servers: Steno acts on them as a client would, or forwards them to the client. */
class ServerCodesTest extends ModeTest {
    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int HTTP_1_1_REQUIRED = 13;
    private static final String BY_HTTP_1 = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nby HTTP/1.1";

    private ScriptedOrigin server(FrameServer.Script script) throws Exception {
        return tlsOrigin(FrameServer.script(script), "h2", "http/1.1");
    }

    /** A server that supports HTTP/1.1 and HTTP/2. */
    private ScriptedOrigin both(FrameServer.Script http2, ScriptedOrigin.Script http1) throws Exception {
        ScriptedOrigin.Script frames = FrameServer.script(http2);
        return tlsOrigin(
                connection -> {
                    SSLSocket socket = (SSLSocket) connection.socket();
                    socket.startHandshake();
                    boolean h2 = "h2".equals(socket.getApplicationProtocol());
                    (h2 ? frames : http1).run(connection);
                },
                "h2",
                "http/1.1");
    }

    private FrameClient client(ScriptedOrigin origin) throws Exception {
        return FrameClient.over(tlsClient(origin, "h2"));
    }

    private static String url(ScriptedOrigin origin) {
        return "https://localhost:" + origin.port() + "/";
    }

    private Http3Caller http3(ScriptedOrigin origin) throws Exception {
        listen("reverse:http3://localhost:" + origin.port());
        return closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20));
    }

    // ---- HTTP/1.1 is required

    private static FrameServer.Script requiring(String how) {
        return server -> {
            int stream = server.request().stream();
            switch (how) {
                case "reset" -> server.reset(stream, HTTP_1_1_REQUIRED);
                case "goaway below" -> server.goAway(0, HTTP_1_1_REQUIRED);
                default -> {
                    server.goAway(stream, HTTP_1_1_REQUIRED);
                    return; // which closes the connection
                }
            }
            server.drain();
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "goaway below", "goaway and end"})
    void aServerThatRequiresHttp1IsRetriedInHttp1AndRemembered(String how) throws Exception {
        ScriptedOrigin origin = both(requiring(how), ScriptedOrigin.answering(BY_HTTP_1));
        FrameClient client = client(origin);

        assertThat(client.request(1, true, "POST", url(origin)).answer(1).body())
                .isEqualTo("by HTTP/1.1");
        assertThat(client.request(3, true, "GET", url(origin)).answer(3).body()).isEqualTo("by HTTP/1.1");

        assertThat(origin.connections()).hasSize(2);
        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(((HttpFlow) flow).response().version()).isEqualTo("HTTP/1.1");
        });
        RawClient next = tlsClient(origin, "h2", "http/1.1");
        assertThat(next.tlsSocket().getApplicationProtocol())
                .as("the next client is offered the server's version")
                .isEqualTo("http/1.1");
    }

    @Test
    void anHttp3ClientIsServedInHttp1AsWell() throws Exception {
        ScriptedOrigin origin = both(requiring("reset"), ScriptedOrigin.answering(BY_HTTP_1));

        Http3Caller.Stream stream =
                http3(origin).open().request("POST", "/").data(latin1("small")).end();

        await().until(stream::hasEnded);
        assertThat(stream.text()).isEqualTo("by HTTP/1.1");
        assertThat(origin.connections().get(1).received()).contains("5\r\nsmall\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"1,true", "16384,true", "3000,false"})
    void aRequestWithASmallBodyIsRetried(int size, boolean ended) throws Exception {
        CountDownLatch body = new CountDownLatch(1);
        ScriptedOrigin origin = both(
                server -> {
                    int stream = server.request().stream();
                    int got = 0;
                    while (got < size) {
                        got += server.await(FrameClient.DATA).payload().length;
                    }
                    body.countDown();
                    server.reset(stream, HTTP_1_1_REQUIRED);
                    server.drain();
                },
                connection -> {
                    HttpAnswer request = connection.readWholeRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n");
                    connection.send(request.body());
                    connection.awaitEnd();
                });
        FrameClient client = client(origin);
        byte[] bytes = noise(size);
        client.request(1, false, "POST", url(origin)).data(1, ended, bytes);
        if (!ended) {
            assertThat(body.await(180, TimeUnit.SECONDS)).isTrue();
            await().until(() -> origin.connections().size() == 2);
            client.data(1, true, latin1("more"));
        }

        FrameClient.Answer answer = client.answer(1);

        String sent = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1) + (ended ? "" : "more");
        assertThat(answer.body().equals(sent)).isTrue();
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.request().body())).isEqualTo(latin1(sent));
        assertThat(flow.error()).isNull();
    }

    @Test
    void aRequestWithALargeBodyIsLeftToTheClientToRetry() throws Exception {
        ScriptedOrigin origin = both(
                server -> {
                    int stream = server.request().stream();
                    for (int got = 0; got < 40_000; ) {
                        got += server.await(FrameClient.DATA).payload().length;
                    }
                    server.reset(stream, HTTP_1_1_REQUIRED);
                    server.drain();
                },
                ScriptedOrigin.answering(BY_HTTP_1));
        FrameClient client = client(origin);
        client.request(1, false, "POST", url(origin));
        for (int i = 0; i < 4; i++) {
            client.data(1, false, noise(10_000));
        }

        assertThat(client.answer(1).reset()).isEqualTo(HTTP_1_1_REQUIRED);
        assertThat(proxy.http().error().message()).contains("HTTP_1_1_REQUIRED");
        client.request(3, true, "GET", url(origin));
        assertThat(client.answer(3).body()).isEqualTo("by HTTP/1.1");
    }

    // ---- codes that reach the client

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0,0,0x100",
        "1,1,0x10e",
        "2,2,0x102",
        "3,2,0x102", // a code about the frames between Steno and the server
        "5,2,0x102",
        "6,2,0x102",
        "7,7,0x10b",
        "8,8,0x10c",
        "9,2,0x102",
        "10,10,0x10f",
        "11,11,0x107",
        "12,12,0x102",
        "99,2,0x102"
    })
    void aServersErrorCodeReachesTheClient(int code, int http2, String http3) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        ScriptedOrigin origin = server(server -> {
            while (true) {
                int stream = server.request().stream();
                requests.incrementAndGet();
                server.reset(stream, code);
            }
        });
        FrameClient client = client(origin);
        FrameClient.Answer answer = client.request(1, true, "GET", url(origin)).answer(1);
        assertThat(answer.head()).isEmpty();
        assertThat(answer.reset()).isEqualTo(http2);
        assertThat(client.request(3, true, "GET", url(origin)).answer(3).reset())
                .as("on a connection that has served other requests")
                .isEqualTo(http2);
        assertThat(proxy.ended(2)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.FAILED));
        assertThat(requests).hasValue(code == REFUSED_STREAM ? 4 : 2);

        Http3Caller.Stream stream = http3(origin).open().request("GET", "/").end();
        await().until(() -> stream.resetCode() >= 0);
        assertThat(stream.resetCode()).isEqualTo(Long.decode(http3));
        assertThat(stream.heads()).isEmpty();
    }

    @Test
    void aCodeWithinTheResponseReachesTheClient() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200").data(stream, false, latin1("half"));
            server.reset(stream, 11);
            server.drain();
        });

        FrameClient.Answer answer =
                client(origin).request(1, true, "GET", url(origin)).answer(1);

        assertThat(answer.reset()).isEqualTo(11);
        assertThat(proxy.bytes(proxy.http().response().body())).isEqualTo(latin1("half"));
    }

    @Test
    void a421ReachesTheClientWhichMayRetryElsewhere() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.headers(server.request().stream(), true, ":status", "421");
            server.drain();
        });

        assertThat(client(origin).request(1, true, "GET", url(origin)).answer(1).status())
                .isEqualTo(421);
        assertThat(origin.connections()).hasSize(1);
    }

    // ---- a reset does not overtake the response

    private static final int SIZE = 300_000;

    private static void respond(FrameServer server, int stream) throws java.io.IOException {
        server.headers(stream, false, ":status", "200");
        byte[] bytes = noise(SIZE);
        for (int at = 0; at < SIZE; at += 15_000) {
            server.data(stream, at + 15_000 == SIZE, java.util.Arrays.copyOfRange(bytes, at, at + 15_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "end of the connection", "goaway and end"})
    void aCompleteResponseReachesASlowClientDespiteTheReset(String then) throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            respond(server, stream);
            if (then.equals("reset")) {
                server.reset(stream, NO_ERROR); // the rest of the request is not needed
            } else if (then.startsWith("goaway")) {
                server.goAway(stream, NO_ERROR);
            }
            sent.countDown();
            if (then.equals("reset")) {
                server.drain();
            }
        });
        FrameClient client = client(origin);
        client.request(1, false, "POST", url(origin)).data(1, false, latin1("begins"));
        assertThat(sent.await(180, TimeUnit.SECONDS)).isTrue();
        await().until(() -> then.equals("reset")
                ? origin.connections().size() == 1
                : origin.connections().get(0).socket().isClosed());

        FrameClient.Answer answer = client.answer(1);

        assertThat(answer.body()).hasSize(SIZE);
        HttpFlow flow = proxy.http();
        assertThat(proxy.bytes(flow.response().body())).hasSize(SIZE);
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(client.await(FrameClient.RST_STREAM, 1).code())
                .as("the rest of the request is not needed")
                .isEqualTo(NO_ERROR);
    }

    // ---- the other direction

    @ParameterizedTest
    @ValueSource(ints = {NO_ERROR, CANCEL})
    void aCancelledStreamIsCancelledAtTheServer(int code) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        List<Integer> codes = new java.util.concurrent.CopyOnWriteArrayList<>();
        ScriptedOrigin origin = server(server -> {
            server.request();
            asked.countDown();
            codes.add(server.await(FrameClient.RST_STREAM).code());
            server.drain();
        });
        FrameClient client = client(origin).request(1, true, "GET", url(origin));
        assertThat(asked.await(180, TimeUnit.SECONDS)).isTrue();
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(code));

        await().until(() -> !codes.isEmpty());
        assertThat(codes).containsExactly(CANCEL);
    }
}
