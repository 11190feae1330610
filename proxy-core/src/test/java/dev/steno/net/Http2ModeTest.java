package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** HTTP/2 in the modes reverse, upstream and SOCKS5. */
class Http2ModeTest extends ModeTest {

    @Test
    void aReverseListenerAcceptsHttp2WithPriorKnowledgeAndSendsTheServersAuthority() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority() + "/base");

        FrameClient.Answer answer =
                FrameClient.over(client()).get(1, "shop.example", "/x").answer(1);

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(secondOf(origin)).isEqualTo("GET /base/x HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        assertThat(proxy.http().request().path()).isEqualTo("/base/x");
    }

    /** The data of the second of two connections; the first one only probed whether the server supports HTTP/2. */
    private static String secondOf(ScriptedOrigin origin) {
        assertThat(origin.connections()).hasSize(2);
        String first = origin.connections().get(0).received();
        String preface = new String(FrameClient.PREFACE, StandardCharsets.ISO_8859_1);
        assertThat(first).startsWith(preface.substring(0, first.length() < 24 ? 18 : 24));
        assertThat(first).doesNotContain("GET").doesNotContain("shop.example");
        return origin.connections().get(1).received();
    }

    @Test
    void allStreamsShareOneConnectionToAnHttp2Server() throws Exception {
        List<FrameServer.Request> requests = new CopyOnWriteArrayList<>();
        ScriptedOrigin origin = origin(FrameServer.script(server -> {
            for (int i = 0; i < 3; i++) {
                requests.add(server.request());
            }
            for (FrameServer.Request request : requests) {
                server.ok(request.stream());
            }
            server.drain();
        }));
        listen("reverse:http://" + origin.authority() + "/base");

        FrameClient client = FrameClient.over(client());
        client.get(1, "shop.example", "/a").get(3, "shop.example", "/b").get(5, "shop.example", "/c");

        assertThat(client.answer(5).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
        assertThat(requests)
                .extracting(request -> request.field(":path"))
                .containsExactly("/base/a", "/base/b", "/base/c");
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.field(":authority")).isEqualTo(origin.authority());
            assertThat(request.field(":scheme")).isEqualTo("http");
        });
        assertThat(proxy.ended(3))
                .allSatisfy(flow ->
                        assertThat(((HttpFlow) flow).response().version()).isEqualTo("HTTP/2.0"));
    }

    @Test
    void noRequestIsSentBeforeTheServersSettingsAndAServerThatClosesTheProbeGetsHttp1() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            if (connection.readExactly(3)[0] == 'P') {
                return; // closes it
            }
            connection.readHead();
            connection.send(OK);
            ScriptedOrigin.drain(connection.in());
        });
        listen("reverse:http://" + origin.authority());

        FrameClient client = FrameClient.over(client());
        client.headers(
                1, true, ":method", "DELETE", ":scheme", "http", ":authority", "shop.example", ":path", "/account");

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(2);
        assertThat(origin.connections().get(0).received()).doesNotContain("account");
        assertThat(origin.connections().get(1).received()).startsWith("DELETE /account HTTP/1.1\r\n");
        assertThat(proxy.ended(1)).hasSize(1);
    }

    @Test
    void aServersVersionIsProbedOnceForAllClients() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        for (int i = 0; i < 5; i++) {
            assertThat(FrameClient.over(client())
                            .get(1, "shop.example", "/" + i)
                            .answer(1)
                            .body())
                    .isEqualTo("ok");
        }

        assertThat(origin.connections())
                .filteredOn(connection -> connection.received().startsWith("PRI "))
                .hasSize(1);
        assertThat(origin.connections()).hasSize(6);
    }

    @Test
    void aServerThatIsStartedLateIsReachedInHttp2ForTheClientsExistingConnection() throws Exception {
        AtomicBoolean started = new AtomicBoolean();
        ScriptedOrigin.Script running = FrameServer.script(server -> {
            server.ok(server.request().stream());
            server.drain();
        });
        ScriptedOrigin origin = origin(connection -> {
            if (started.get()) {
                running.run(connection);
            }
        });
        listen("reverse:http://" + origin.authority());

        FrameClient client = FrameClient.over(client());
        assertThat(client.get(1, "shop.example", "/").answer(1).status()).isEqualTo(502);
        started.set(true);
        AtomicInteger stream = new AtomicInteger(1);

        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .until(() -> client.get(stream.addAndGet(2), "shop.example", "/")
                                .answer(stream.get())
                                .status()
                        == 200);
    }

    @Test
    void theCleartextServerOfATlsClientThatOffersOnlyHttp2IsReachedInHttp2() throws Exception {
        ScriptedOrigin origin = origin(FrameServer.script(server -> {
            server.ok(server.request().stream());
            server.drain();
        }));
        listen("reverse:http://" + origin.authority());

        FrameClient client = FrameClient.over(client().tls(trustingSteno(), "localhost", "h2"));

        assertThat(client.get(1, "localhost", "/").answer(1).body()).isEqualTo("ok");
        assertThat(proxy.http().response().version()).isEqualTo("HTTP/2.0");
    }

    @Test
    void aReverseListenerKeepsTheAuthorityWithKeepHost() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults ->
                in(settings(defaults), "reverse:http://" + origin.authority()).keepingHost());

        FrameClient.over(client()).get(1, "shop.example", "/").answer(1);

        assertThat(secondOf(origin)).isEqualTo("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    }

    @Test
    void curlNegotiatesHttp2WithAReverseListenerOverTls() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        Curl.Output output = Curl.curl(
                "--http2", "--cacert", ca(), "-w", " %{http_version}", "https://localhost:" + proxy.port() + "/");

        assertThat(output).isEqualTo(new Curl.Output(0, "ok 2"));
        HttpFlow flow = proxy.http();
        assertThat(flow.client().tls().alpn()).isEqualTo("h2");
        assertThat(flow.request().version()).isEqualTo("HTTP/2.0");
    }

    @Test
    void aProxyThatRequiresCredentialsAcceptsNoHttp2WithoutThem() throws Exception {
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.only(new Credentials("ann", "secret"))));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        FrameClient client = FrameClient.over(client());
        client.get(1, origin.authority(), "/");

        assertThat(client.raw().wire().readText(13)).isEqualTo("HTTP/1.1 407 ");
        assertThat(origin.sawAnything()).isFalse();
    }
}
