package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.settings.Http2Config;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.Loopback;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client is offered the version that its server chose in the handshake, if that is known. */
class MirroredVersionTest extends ModeTest {
    private static final String[] BOTH = {"h2", "http/1.1"};

    private static String chosen(RawClient client) {
        return client.tlsSocket().getApplicationProtocol();
    }

    private static void get(FrameClient client, ScriptedOrigin origin) throws Exception {
        String authority = "localhost:" + origin.port();
        client.headers(1, true, ":method", "GET", ":scheme", "https", ":authority", authority, ":path", "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http/1.1", ""})
    void aClientOfBothVersionsGetsHttp1IfItsServerSupportsOnlyThat(String alpn) throws Exception {
        ScriptedOrigin origin =
                tlsOrigin(ScriptedOrigin.answering(OK), alpn.isEmpty() ? new String[0] : new String[] {alpn});

        RawClient client = tlsClient(origin, BOTH);

        assertThat(chosen(client)).isEqualTo("http/1.1");
        HttpAnswer answer =
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").response();
        assertThat(answer.status()).isEqualTo(200);
        HttpFlow flow = proxy.http();
        assertThat(flow.client().tls().alpn()).isEqualTo("http/1.1");
        assertThat(flow.client().tls().alpnOffers()).containsExactly(BOTH);
        assertThat(flow.server().tls().alpnOffers()).containsExactly(BOTH);
        assertThat(flow.request().version()).isEqualTo("HTTP/1.1");
        assertThat(origin.connections())
                .as("the connection that probed the version")
                .hasSize(1);
    }

    @Test
    void aClientOfOnlyHttp2GetsItWhateverItsServerSupports() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");

        RawClient client = tlsClient(origin, "h2");

        assertThat(chosen(client)).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        get(frames, origin);
        assertThat(frames.answer(1).body()).isEqualTo("ok");
        assertThat(origin.received()).startsWith("GET / HTTP/1.1\r\n");
        assertThat(proxy.http().server().tls().alpn()).isEqualTo("http/1.1");
    }

    @Test
    void aClientWhoseServerIsUnreachableIsOfferedBothVersions() throws Exception {
        int port = Loopback.freePort();

        RawClient client = client().connect("localhost:" + port).tls(trustingSteno(), "localhost", BOTH);

        assertThat(chosen(client)).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        frames.headers(1, true, ":method", "GET", ":scheme", "https", ":authority", "localhost:" + port, ":path", "/");
        assertThat(frames.answer(1).status()).isEqualTo(502);
    }

    @Test
    void withHttp2AlwaysAllClientsGetHttp2() throws Exception {
        restartWith(defaults -> settings(defaults).with(new Http2Config(true, Duration.ZERO)));
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");

        RawClient client = tlsClient(origin, BOTH);

        assertThat(chosen(client)).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        get(frames, origin);
        assertThat(frames.answer(1).body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regular", "socks5"})
    void curlUsesTheVersionOfItsServer(String mode) throws Exception {
        listen(mode);
        ScriptedOrigin one = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        ScriptedOrigin two = tlsOrigin(
                FrameServer.script(server -> {
                    server.ok(server.request().stream());
                    server.drain();
                }),
                BOTH);

        assertThat(curl(mode, one)).isEqualTo(new Curl.Output(0, "ok 1.1"));
        assertThat(curl(mode, two)).isEqualTo(new Curl.Output(0, "ok 2"));
    }

    private Curl.Output curl(String mode, ScriptedOrigin origin) throws Exception {
        String proxyUrl = (mode.equals("regular") ? "http" : mode) + "://127.0.0.1:" + proxy.port();
        String url = "https://127.0.0.1:" + origin.port() + "/";
        return Curl.curl("--http2", "-x", proxyUrl, "--cacert", ca(), "-w", " %{http_version}", url);
    }

    @Test
    void aReverseListenerThatHasNotReachedItsServerYetOffersBothVersions() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK), "http/1.1");
        listen("reverse:https://localhost:" + origin.port());

        RawClient client = client().tls(trustingSteno(), "localhost", BOTH);

        assertThat(chosen(client)).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        get(frames, origin);
        assertThat(frames.answer(1).body()).isEqualTo("ok");
    }
}
