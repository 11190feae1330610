package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import dev.steno.testing.tls.Hellos;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Peers that are silent or stop in the middle, in each phase before and between exchanges: each phase has a timeout,
 * after which the peer is disconnected.
 */
class SilentPeerTest extends ModeTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    /** The timeouts for connecting to servers are short; all others have their defaults. */
    private void impatientWithServers(String... modes) throws IOException {
        restartWith(defaults -> {
            ProxySettings made = new ProxySettings(
                    defaults.listen(),
                    List.of(originCa.file()),
                    true,
                    SHORT,
                    defaults.timeouts().idle());
            return modes.length == 0 ? made : in(made, modes);
        });
    }

    private void impatientWithIdleOnes(Duration idle) throws IOException {
        restartWith(defaults -> withIdle(settings(defaults), idle));
    }

    /**
     * Sends a ClientHello and does not continue the handshake; reads the server's reply and the end of the connection.
     */
    private static void stopInTheHandshake(RawClient client) throws IOException {
        client.send(Hellos.records(Hellos.message("http/1.1"), 1 << 14));
        client.wire().readExactly(6);
        client.wire().readToEnd();
    }

    @Test
    void aClientThatStopsWithinItsHandshakeWithTheListenerIsDisconnected() throws Exception {
        restartWith(defaults -> settings(defaults).withHeaderTimeout(SHORT));
        stopInTheHandshake(client());

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("timed out");
    }

    @Test
    void aClientThatStopsWithinItsHandshakeInATunnelIsDisconnected() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withHeaderTimeout(SHORT));
        stopInTheHandshake(client().connect("localhost:" + origin.port()));

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("timed out");
    }

    @Test
    void aServerThatStopsWithinItsHandshakeIsDisconnected() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        impatientWithServers();
        RawClient client = client().send(Requests.get("https://" + origin.authority() + "/"));

        assertThat(client.response().status()).isEqualTo(504);
        assertThat(proxy.http().error().step()).isEqualTo(Step.SERVER_TLS);
        assertThat(proxy.http().error().message()).contains("did not finish the TLS handshake in time");
    }

    @Test
    void aNextProxyThatDoesNotAnswerIsDisconnected() throws Exception {
        ScriptedOrigin next = origin(Wiretap::awaitEnd);
        impatientWithServers("upstream:http://" + next.authority());
        RawClient client = client().send(Requests.get("https://localhost:1/"));

        assertThat(client.response().status()).isEqualTo(504);
        assertThat(proxy.http().error().message()).contains("did not answer in time");
    }

    @Test
    void aSocksNextProxyThatStopsWithinItsReplyIsDisconnected() throws Exception {
        ScriptedOrigin next = origin(connection -> {
            connection.send(new byte[] {5});
            connection.awaitEnd();
        });
        impatientWithServers("upstream:socks5://" + next.authority());
        RawClient client = client().send(Requests.get("http://localhost:1/"));

        assertThat(client.response().status()).isEqualTo(504);
        assertThat(proxy.http().error().message()).contains("did not answer in time");
    }

    @Test
    void aServerThatStopsWithinItsHeadIsDisconnected() throws Exception {
        inTime(SHORT, limit -> {
            ScriptedOrigin origin = origin(connection -> {
                connection.readHead();
                connection.send("HTTP/1.1 200 OK\r\nX: ");
                connection.awaitEnd();
            });
            impatientWithIdleOnes(limit);

            assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(504);
        });
    }

    @Test
    void anIdleHttp1ClientIsDisconnected() throws Exception {
        inTime(SHORT, limit -> {
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            impatientWithIdleOnes(limit);
            RawClient client = client().send(get(origin, "/"));
            client.response();

            assertThat(client.isClosedByProxy()).isTrue();
        });
    }

    @Test
    void anIdleHttp2ClientIsDisconnected() throws Exception {
        inTime(SHORT, limit -> {
            impatientWithIdleOnes(limit);
            FrameClient client = FrameClient.over(client());

            assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
            assertThat(client.raw().isClosedByProxy()).isTrue();
        });
    }

    @Test
    void aClientThatConnectsAndSendsNothingIsDisconnected() throws Exception {
        impatientWithIdleOnes(SHORT);

        assertThat(client().isClosedByProxy()).isTrue();
    }

    /** The client got the reason and keeps sending; its connection is closed all the same. */
    @Test
    void aClientThatKeepsSendingAfterItsErrorResponseIsDisconnected() throws Exception {
        RawClient client = client().send("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        assertThat(client.response().status()).isEqualTo(400);
        byte[] more = new byte[1000];
        Arrays.fill(more, (byte) 'x');

        assertThat(client.isClosedByProxy()).isTrue();
        org.awaitility.Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
            try {
                client.send(more);
                return false;
            } catch (IOException reset) {
                return true;
            }
        });
    }
}
