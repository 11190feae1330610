package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.Curl;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.wire.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** SOCKS5 towards clients (RFC 1928, RFC 1929). */
class SocksModeTest extends ModeTest {
    private String socks() {
        return "127.0.0.1:" + proxy.port();
    }

    private void guarded() throws IOException {
        restartWith(defaults ->
                in(settings(defaults), "socks5").withAuth(ProxyAuth.only(new Credentials("ann", "tell no one"))));
    }

    @Test
    void curlGetsAPageByAddressAndByName() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("socks5");

        assertThat(Curl.curl("--socks5", socks(), "http://" + origin.authority() + "/a"))
                .isEqualTo(new Curl.Output(0, "ok"));
        assertThat(Curl.curl("--socks5-hostname", socks(), "http://localhost:" + origin.port() + "/b"))
                .isEqualTo(new Curl.Output(0, "ok"));

        assertThat(urls(proxy, 2))
                .containsExactly("http://" + origin.authority() + "/a", "http://localhost:" + origin.port() + "/b");
    }

    @Test
    void tlsWithinSocksIsIntercepted() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("socks5");

        Curl.Output output = Curl.curl(
                "--cacert", ca(), "--socks5-hostname", socks(), "https://localhost:" + origin.port() + "/page");

        assertThat(output).isEqualTo(new Curl.Output(0, "ok"));
        assertThat(proxy.http().request().url()).isEqualTo("https://localhost:" + origin.port() + "/page");
    }

    @Test
    void anIpv6ServerIsReached() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            listen("socks5");
            RawClient client = client().send(new byte[] {5, 1, 0});
            assertThat(client.wire().readExactly(2)).containsExactly(5, 0);
            byte[] request = new byte[22];
            request[0] = 5;
            request[1] = 1;
            request[3] = 4;
            request[19] = 1;
            request[20] = (byte) (server.getLocalPort() >> 8);
            request[21] = (byte) server.getLocalPort();
            client.send(request);
            assertThat(client.wire().readExactly(10)).startsWith(5, 0, 0, 1);
            try (Socket reached = server.accept()) {
                reached.getOutputStream().write(latin1("hello"));
                assertThat(client.wire().readExactly(5)).isEqualTo(latin1("hello"));
            }
            client.close();
            assertThat(proxy.tcp().target().toString()).isEqualTo("[::1]:" + server.getLocalPort());
        }
    }

    @Test
    void aHandshakeMayArriveByteByByteOrInOneSegmentWithTheRequest() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        byte[] request = latin1("\5\1\0\5\1\0\1\177\0\0\1" + (char) (origin.port() >> 8) + (char) (origin.port() & 255)
                + "GET /x HTTP/1.0\r\nHost: a\r\n\r\n");
        listen("socks5");
        RawClient whole = client().send(request);
        assertThat(whole.wire().readExactly(12)).startsWith(5, 0, 5, 0);
        assertThat(whole.response().status()).isEqualTo(200);
        RawClient chopped = client();
        for (byte one : request) {
            chopped.send(new byte[] {one});
        }
        assertThat(chopped.wire().readExactly(12)).startsWith(5, 0, 5, 0);
        assertThat(chopped.response().status()).isEqualTo(200);
    }

    @Test
    void theRightPasswordIsAcceptedAndNeverRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        guarded();

        Curl.Output output =
                Curl.curl("--socks5", socks(), "-U", "ann:tell no one", "http://" + origin.authority() + "/");

        assertThat(output).isEqualTo(new Curl.Output(0, "ok"));
        proxy.http();
        assertThat(everything(proxy)).doesNotContain("tell no one");
    }

    @Test
    void aWrongAndAMissingPasswordAreRefusedAndRecorded() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        guarded();

        assertThat(Curl.curl("--socks5", socks(), "-U", "ann:guess", "http://" + origin.authority() + "/")
                        .exit())
                .isEqualTo(97);
        assertThat(Curl.curl("--socks5", socks(), "http://" + origin.authority() + "/")
                        .exit())
                .isEqualTo(97);

        assertThat(proxy.ended(2))
                .extracting(flow -> flow.error().message())
                .containsExactly(
                        "the client sent a wrong user or password",
                        "the client does not offer user and password (method 2), which --proxy-auth requires");
        assertThat(everything(proxy)).doesNotContain("guess");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void otherCommandsAndAddressesAreRefused() throws Exception {
        listen("socks5");

        RawClient bind = client().send(new byte[] {5, 1, 0, 5, 2, 0, 1, 127, 0, 0, 1, 0, 80});
        assertThat(bind.wire().readExactly(12)).startsWith(5, 0, 5, 7);
        assertThat(bind.isClosedByProxy()).isTrue();
        RawClient odd = client().send(new byte[] {5, 1, 0, 5, 1, 0, 9, 127, 0, 0, 1, 0, 80});
        assertThat(odd.wire().readExactly(12)).startsWith(5, 0, 5, 8);
        RawClient method = client().send(new byte[] {5, 1, 1});
        assertThat(method.wire().readExactly(2)).containsExactly(5, -1);

        assertThat(proxy.ended(3))
                .allSatisfy(flow -> assertThat(flow.error().step()).isEqualTo(FlowError.Step.REQUEST));
    }

    @Test
    void anHttpClientIsRefusedByASocksListener() throws Exception {
        listen("socks5");

        assertThat(client().send("GET http://a/ HTTP/1.1\r\n\r\n").isClosedByProxy())
                .isTrue();

        assertThat(proxy.tcp().error().message()).contains("the client does not speak SOCKS5");
    }

    @Test
    void aSocksClientIsRefusedByARegularListenerWithTheOptionToUse() throws Exception {
        assertThat(client().send(new byte[] {5, 1, 0}).isClosedByProxy()).isTrue();

        assertThat(proxy.tcp().error().message()).contains("--mode socks5");
    }

    @Test
    void anUnreachableServerIsReportedAsInATunnel() throws Exception {
        int port = Loopback.freePort();
        listen("socks5");

        Curl.Output output = Curl.curl("-w", "%{http_code}", "--socks5", socks(), "http://127.0.0.1:" + port + "/");

        assertThat(output.text()).endsWith("502");
        assertThat(((HttpFlow) proxy.ended(1).get(0)).error().message()).contains("connection refused");
    }
}
