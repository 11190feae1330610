package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client of a mock meets the recorded server as it was: in its version of HTTP, with the names in its certificate. */
class ShownServerTest extends MockingProxy {
    private static final String LIVE = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlive";
    private static final String MORE = "api.shop.example";

    private RawClient both(String authority) throws Exception {
        return client().connect(authority).tls(trustingSteno(), "localhost", "h2", "http/1.1");
    }

    private void mocked() throws Exception {
        session.afterCommit().toCompletableFuture().get(60, TimeUnit.SECONDS);
        set("mock-mode", "strict");
        set("mock-repeat", "last");
        set("server-replay", "@session");
        mock.running().loaded().toCompletableFuture().get(60, TimeUnit.SECONDS);
        connects.clear();
    }

    @Test
    void aServerThatChoseHttp1IsSpokenToInHttp1AndHasItsNames() throws Exception {
        ScriptedOrigin origin = closing(
                ScriptedOrigin.tls(originCa.server("localhost", MORE), ScriptedOrigin.answering(LIVE), "http/1.1"));
        String authority = "localhost:" + origin.port();
        String request = "GET /a HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        assertThat(both(authority).send(request).response().text()).isEqualTo("live");
        proxy.ended(1);
        origin.close();
        mocked();

        RawClient client = both(authority);

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("http/1.1");
        assertThat(client.send(request).response().text()).isEqualTo("live");
        X509Certificate leaf = (X509Certificate) client.tlsSocket().getSession().getPeerCertificates()[0];
        assertThat(leaf.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)))
                .contains("localhost", MORE);
        assertThat(connects).isEmpty();
    }

    @Test
    void aServerThatChoseHttp2IsSpokenToInHttp2() throws Exception {
        ScriptedOrigin origin =
                tlsOrigin(FrameServer.script(server -> server.ok(server.request().stream())), "h2", "http/1.1");
        String authority = "localhost:" + origin.port();
        FrameClient live = FrameClient.over(both(authority));
        live.request(1, true, "GET", "https://" + authority + "/a");
        assertThat(live.answer(1).body()).isEqualTo("ok");
        proxy.ended(1);
        origin.close();
        mocked();

        RawClient client = both(authority);

        assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo("h2");
        FrameClient frames = FrameClient.over(client);
        frames.request(1, true, "GET", "https://" + authority + "/a");
        assertThat(frames.answer(1).body()).isEqualTo("ok");
        assertThat(connects).isEmpty();
    }

    @Test
    void aServerOfWhichNothingIsKnownGetsTheVersionOfItsClient() throws Exception {
        Tape tape = tape();
        tape.get(SHOP + "/a").text("one");
        offline(tape);

        for (String version : List.of("h2", "http/1.1")) {
            RawClient client = client().connect("shop.invalid:443").tls(trustingSteno(), "shop.invalid", version);
            assertThat(client.tlsSocket().getApplicationProtocol()).isEqualTo(version);
        }
    }
}
