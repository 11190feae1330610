package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.Loopback;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Steno as a reverse proxy: it takes the place of a server. */
class ReverseModeTest extends ModeTest {
    private String here(String path) {
        return "http://127.0.0.1:" + proxy.port() + path;
    }

    @Test
    void curlReachesTheOriginWithoutKnowingItsName() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        assertThat(Curl.curl(here("/a?b=c"), here("/2"))).isEqualTo(new Curl.Output(0, "okok"));

        assertThat(origin.received())
                .contains("GET /a?b=c HTTP/1.1\r\nHost: " + origin.authority() + "\r\n")
                .contains("GET /2 HTTP/1.1\r\n");
        assertThat(urls(proxy, 2))
                .containsExactly("http://" + origin.authority() + "/a?b=c", "http://" + origin.authority() + "/2");
    }

    @Test
    void theHostFieldIsKeptWithKeepHost() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults ->
                in(settings(defaults), "reverse:http://" + origin.authority()).keepingHost());

        client().send("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n").response();

        assertThat(origin.received()).contains("\r\nHost: shop.example\r\n");
    }

    @Test
    void aPathInTheUrlIsPrefixedToEveryPath() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority() + "/base/");

        client().send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").response();

        assertThat(origin.received()).startsWith("GET /base/x HTTP/1.1\r\n");
        assertThat(proxy.http().request().path()).isEqualTo("/base/x");
    }

    @Test
    void anAbsoluteUrlOfAnotherServerStillGoesToTheOrigin() throws Exception {
        ScriptedOrigin other = origin(ScriptedOrigin.answering(OK));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        assertThat(client().send(get(other, "/x")).response().status()).isEqualTo(200);

        assertThat(origin.received()).startsWith("GET /x HTTP/1.1\r\nHost: " + origin.authority());
        assertThat(other.connections()).isEmpty();
    }

    @Test
    void connectIsRefused() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        HttpAnswer answer = client().send("CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n")
                .response();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void anHttpsOriginIsReachedOverTlsWithItsOwnName() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("reverse:https://localhost:" + origin.port());

        assertThat(Curl.curl(here("/"), here("/"))).isEqualTo(new Curl.Output(0, "okok"));

        assertThat(origin.connections()).hasSize(1);
        HttpFlow flow = (HttpFlow) proxy.ended(2).get(0);
        assertThat(flow.request().url()).isEqualTo("https://localhost:" + origin.port() + "/");
        assertThat(flow.server().tls().sni()).isEqualTo("localhost");
        assertThat(flow.client().tls()).isNull();
    }

    @Test
    void clientsMayUseTlsToTheListener() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority());

        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            Curl.Output output =
                    Curl.curl("--http1.1", "--cacert", ca(), "https://" + host + ":" + proxy.port() + "/tls");
            assertThat(output).isEqualTo(new Curl.Output(0, "ok"));
        }

        assertThat(proxy.ended(2)).allSatisfy(flow -> {
            assertThat(flow.client().tls().version()).startsWith("TLSv1.");
            assertThat(((HttpFlow) flow).request().url()).isEqualTo("http://" + origin.authority() + "/tls");
        });
    }

    @Test
    void curlUsesHttp2ToTheListenerByAlpnAndByPriorKnowledge() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority() + "/base");

        Curl.Output agreed = Curl.curl(
                "--http2", "-w", " %{http_version}", "--cacert", ca(), "https://localhost:" + proxy.port() + "/1");
        Curl.Output known = Curl.curl("--http2-prior-knowledge", "-w", " %{http_version}", here("/2"));

        assertThat(agreed).isEqualTo(new Curl.Output(0, "ok 2"));
        assertThat(known).isEqualTo(agreed);
        assertThat(urls(proxy, 2))
                .containsExactly(
                        "http://" + origin.authority() + "/base/1", "http://" + origin.authority() + "/base/2");
        assertThat(origin.connections()).hasSize(3);
        assertThat(origin.connections())
                .as("except for the connection that probed whether the server supports HTTP/2")
                .filteredOn(connection -> !connection.received().startsWith("PRI "))
                .hasSize(2)
                .allSatisfy(connection -> assertThat(connection.received())
                        .containsIgnoringCase("\r\nhost: " + origin.authority() + "\r\n"));
    }

    @Test
    void aClientThatDoesNotTrustTheListenersCertificateIsRecorded() throws Exception {
        listen("reverse:http://127.0.0.1:1");

        Curl.Output output =
                Curl.curl("--cacert", originCa.file().toString(), "https://localhost:" + proxy.port() + "/");

        assertThat(output.exit()).isEqualTo(60);
        assertThat(proxy.tcp().error().step()).isEqualTo(FlowError.Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("does not trust Steno's CA");
    }

    @Test
    void anOriginWithACertificateForAnotherNameGetsNoRequest() throws Exception {
        ScriptedOrigin origin =
                closing(ScriptedOrigin.tls(originCa.server("other.example"), ScriptedOrigin.answering(OK)));
        listen("reverse:https://localhost:" + origin.port());

        HttpAnswer answer = client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(proxy.http().error().step()).isEqualTo(FlowError.Step.SERVER_TLS);
        assertThat(origin.sawAnything()).isFalse();
    }

    @Test
    void anUnreachableOriginIsAnswered502() throws Exception {
        listen("reverse:http://127.0.0.1:" + Loopback.freePort());

        HttpAnswer answer = client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").response();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(proxy.http().error().message()).contains("connection refused");
    }

    @Test
    void anOriginThatIsTheListenerItselfIsRefused() throws Exception {
        int port = Loopback.freePort();
        restartWith(defaults -> defaults.withListeners(java.util.List.of(new dev.steno.net.mode.Listener(
                mode("reverse:http://127.0.0.1:" + port), new dev.steno.flow.Endpoint("127.0.0.1", port)))));

        assertThat(client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").response().status())
                .isEqualTo(502);
    }

    @Test
    void anUpgradeBecomesARawStream() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            connection.send(connection.readExactly(4));
            connection.awaitEnd();
        });
        listen("reverse:http://" + origin.authority());
        RawClient client = client();

        client.send("GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
        assertThat(client.wire().readHead()).startsWith("HTTP/1.1 101 ");
        client.send("ping");

        assertThat(client.wire().readExactly(4)).isEqualTo(latin1("ping"));
    }

    @Test
    void largeBodiesPassBothWays() throws Exception {
        byte[] body = noise(8_000_000);
        CompletableFuture<byte[]> arrived = new CompletableFuture<>();
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.readHead();
            arrived.complete(connection.readExactly(body.length));
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
            connection.send(body);
            connection.awaitEnd();
        });
        listen("reverse:https://localhost:" + origin.port());

        Curl.Output output = Curl.curl(
                "-H",
                "Expect:",
                "-T",
                Files.write(files.resolve("up"), body).toString(),
                "-o",
                files.resolve("down").toString(),
                here("/up"));

        assertThat(output.exit()).isZero();
        assertThat(arrived.get(180, TimeUnit.SECONDS)).isEqualTo(body);
        assertThat(Files.readAllBytes(files.resolve("down"))).isEqualTo(body);
        assertThat(proxy.bytes(proxy.http().response().body())).isEqualTo(body);
    }

    @Test
    void aTcpListenerForwardsDataOfAServerThatSpeaksFirst() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.send("220 hello\r\n");
            connection.send(connection.readExactly(4));
            connection.awaitEnd();
        });
        listen("reverse:tcp://" + origin.authority());
        RawClient client = client();

        assertThat(client.wire().readExactly(11)).isEqualTo(latin1("220 hello\r\n"));
        client.send("GET ");
        assertThat(client.wire().readExactly(4)).isEqualTo(latin1("GET "));
        client.close();

        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(proxy.tcp().target()).isEqualTo(origin.endpoint());
        assertThat(proxy.messages())
                .extracting(message -> new String(message.data()))
                .containsExactly("220 hello\r\n", "GET ", "GET ");
    }

    @Test
    void aTcpListenersUnreachableServerIsRecorded() throws Exception {
        listen("reverse:tcp://127.0.0.1:" + Loopback.freePort());

        assertThat(client().isClosedByProxy()).isTrue();
        assertThat(proxy.tcp().error().message()).contains("connection refused");
    }

    @Test
    void aTlsListenerEncryptsTheDataOfACleartextClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.send(connection.readExactly(5));
            connection.awaitEnd();
        });
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().send("hello");

        assertThat(client.wire().readExactly(5)).isEqualTo(latin1("hello"));
        client.close();

        assertThat(proxy.tcp().server().tls().version()).startsWith("TLSv1.");
        assertThat(proxy.messages())
                .extracting(message -> new String(message.data()))
                .containsExactly("hello", "hello");
    }

    @Test
    void aTlsListenerReadsTheDataOfATlsClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.send(connection.readExactly(5));
            connection.awaitEnd();
        });
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().tls(trustingSteno(), "localhost").send("hello");

        assertThat(client.wire().readExactly(5)).isEqualTo(latin1("hello"));
        assertThat(proxy.messages())
                .extracting(message -> new String(message.data()))
                .containsExactly("hello", "hello");
    }

    @Test
    void aTlsListenersServerMaySpeakFirstToACleartextClient() throws Exception {
        ScriptedOrigin origin = greeter();
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client();

        assertThat(client.wire().readLine()).isEqualTo("220 ready");
        assertThat(client.send("QUIT\r\n").wire().readToEnd()).isEqualTo("221 bye\r\n");
        client.close();
        assertThat(proxy.tcp().client().tls()).isNull();
        assertThat(proxy.tcp().server().tls().version()).isEqualTo("TLSv1.3");
        assertThat(proxy.messages()).hasSize(3);
    }

    @Test
    void aTlsListenersServerMaySpeakFirstToATlsClient() throws Exception {
        ScriptedOrigin origin = greeter();
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().tls(trustingSteno(), "localhost");

        assertThat(client.wire().readLine()).isEqualTo("220 ready");
        assertThat(client.send("QUIT\r\n").wire().readToEnd()).isEqualTo("221 bye\r\n");
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("tcp");
        assertThat(proxy.messages()).hasSize(3);
    }

    private ScriptedOrigin greeter() throws Exception {
        return tlsOrigin(connection -> {
            connection.send("220 ready\r\n");
            assertThat(connection.readLine()).isEqualTo("QUIT");
            connection.send("221 bye\r\n");
        });
    }

    @Test
    void aTlsListenersClientMayStartTlsLate() throws Exception {
        ScriptedOrigin origin = tlsOrigin(connection -> {
            connection.send(connection.readExactly(5));
            connection.awaitEnd();
        });
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client();
        Awaitility
                .await() // while the client is silent, Steno waits for the server to speak first; this server does not
                .until(() -> origin.connections().size() == 1
                        && ((SSLSocket) origin.connections().get(0).socket())
                                .getSession()
                                .isValid());

        client.tls(trustingSteno(), "localhost").send("hello");

        assertThat(client.wire().readExactly(5)).isEqualTo(latin1("hello"));
        client.close();
        assertThat(proxy.tcp().client().tls().version()).isEqualTo("TLSv1.3");
    }

    @Test
    void aTlsListenersServerChoosesTheProtocolForItsClient() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.send(connection.readExactly(5));
                    connection.awaitEnd();
                },
                "postgresql");
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().tls(trustingSteno(), "localhost", "x-custom", "postgresql")
                .send("hello");

        assertThat(client.wire().readExactly(5)).isEqualTo(latin1("hello"));
        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("postgresql");
        client.close();
        assertThat(proxy.tcp().protocol()).isEqualTo("postgresql");
        assertThat(proxy.tcp().server().tls().alpnOffers()).containsExactly("x-custom", "postgresql");
    }

    @Test
    void aTlsListenersUnreachableServerIsRecordedOnceEvenIfItsClientStartedTls() throws Exception {
        listen("reverse:tls://localhost:" + Loopback.freePort());
        RawClient client = client();

        assertThat(catchThrowable(() -> client.tls(trustingSteno(), "localhost")))
                .isInstanceOf(java.io.IOException.class);
        assertThat(proxy.tcp().error().message()).contains("connection refused");
        proxy.close();
        assertThat(proxy.flows()).hasSize(1);
    }

    @Test
    void anIncompleteTlsMessageReachesATlsListenersServerUnchanged() throws Exception {
        ScriptedOrigin origin = tlsOrigin(Wiretap::readToEnd);
        listen("reverse:tls://localhost:" + origin.port());
        RawClient client = client().send("\u0016\u0003");
        client.wire().shutOutput();

        assertThat(client.wire().readToEnd()).isEmpty();
        assertThat(proxy.tcp().state()).isEqualTo(FlowState.COMPLETE);
        Awaitility.await().until(() -> origin.received().equals("\u0016\u0003"));
    }
}
