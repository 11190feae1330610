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

/** Peers that say nothing, or stop in the middle, in each phase before and between exchanges: each has a time, after which it is left. */
class SilentPeerTest extends ModeTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    private static ProxySettings times(ProxySettings defaults, Duration connect, Duration idle) {
        return new ProxySettings(defaults.listen(), List.of(originCa.file()), true, connect, idle);
    }

    /** Servers that are connected to have little time, all else has as usual. */
    private void impatientWithServers(String... modes) throws IOException {
        restartWith(defaults -> {
            ProxySettings made = times(defaults, SHORT, defaults.timeouts().idle());
            return modes.length == 0 ? made : in(made, modes);
        });
    }

    private void impatientWithIdleOnes() throws IOException {
        restartWith(defaults -> times(defaults, defaults.timeouts().connect(), SHORT));
    }

    /** All but the last bytes of what a client says first; the server's answer to it comes, and the client's does not. */
    private static void stopInTheHandshake(RawClient client) throws IOException {
        client.send(Hellos.records(Hellos.message("http/1.1"), 1 << 14));
        client.wire().readExactly(6);
        client.wire().readToEnd();
    }

    @Test
    void aClientThatStopsInItsHandshakeWithTheListener() throws Exception {
        restartWith(defaults -> settings(defaults).withHeaderTimeout(SHORT));
        stopInTheHandshake(client());

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("timed out");
    }

    @Test
    void aClientThatStopsInItsHandshakeInATunnel() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        restartWith(defaults -> settings(defaults).withHeaderTimeout(SHORT));
        stopInTheHandshake(client().connect("localhost:" + origin.port()));

        assertThat(proxy.tcp().error().step()).isEqualTo(Step.CLIENT_TLS);
        assertThat(proxy.tcp().error().message()).contains("timed out");
    }

    @Test
    void aServerThatStopsInItsHandshake() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        impatientWithServers();
        RawClient client = client().send(Requests.get("https://" + origin.authority() + "/"));

        assertThat(client.response().status()).isEqualTo(504);
        assertThat(proxy.http().error().step()).isEqualTo(Step.SERVER_TLS);
        assertThat(proxy.http().error().message()).contains("did not finish the TLS handshake in time");
    }

    @Test
    void aNextProxyThatDoesNotAnswer() throws Exception {
        ScriptedOrigin next = origin(Wiretap::awaitEnd);
        impatientWithServers("upstream:http://" + next.authority());
        RawClient client = client().send(Requests.get("https://localhost:1/"));

        assertThat(client.response().status()).isEqualTo(504);
        assertThat(proxy.http().error().message()).contains("did not answer in time");
    }

    @Test
    void aNextProxyOfSocksThatStopsInItsAnswer() throws Exception {
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
    void aServerThatStopsInItsHead() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nX: ");
            connection.awaitEnd();
        });
        impatientWithIdleOnes();

        assertThat(client().send(get(origin, "/")).response().status()).isEqualTo(504);
    }

    @Test
    void aClientOfHttp1BetweenItsRequests() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        impatientWithIdleOnes();
        RawClient client = client().send(get(origin, "/"));
        client.response();

        assertThat(client.isClosedByProxy()).isTrue();
    }

    @Test
    void aClientOfHttp2BetweenItsRequests() throws Exception {
        impatientWithIdleOnes();
        FrameClient client = FrameClient.over(client());

        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
        assertThat(client.raw().isClosedByProxy()).isTrue();
    }

    @Test
    void aClientThatConnectsAndSaysNothing() throws Exception {
        impatientWithIdleOnes();

        assertThat(client().isClosedByProxy()).isTrue();
    }

    /** It was told why, and goes on sending: the connection is closed for it all the same. */
    @Test
    void aClientThatGoesOnAfterItsConnectionWasEnded() throws Exception {
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
