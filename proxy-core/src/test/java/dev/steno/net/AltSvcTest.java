package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.net.settings.HttpConfig;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Flupke;
import dev.steno.testing.proxy.ModeTest;
import org.junit.jupiter.api.Test;

/** Alt-Svc of servers is removed, so that clients stay with the proxy and its record (RFC 7838). */
class AltSvcTest extends ModeTest {
    private static final String ELSEWHERE = "Alt-Svc: h3=\":443\"; ma=86400\r\n";
    private static final String RESPONSE = "HTTP/1.1 103 Early\r\nLink: a\r\n" + ELSEWHERE + "\r\nHTTP/1.1 200 OK\r\n"
            + ELSEWHERE + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n" + ELSEWHERE + "X-Sum: 1\r\n\r\n";

    private void assertRecorded() {
        assertThat(proxy.http().response().headers().get("Alt-Svc")).isEqualTo("h3=\":443\"; ma=86400");
    }

    @Test
    void anHttp1ClientGetsNoAltSvc() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(RESPONSE));
        RawClient client = client().send(get(origin, "/"));

        assertThat(client.response().status()).isEqualTo(103);
        assertThat(client.response().text()).isEqualTo("ok");

        assertThat(client.wire().received())
                .doesNotContainIgnoringCase("alt-svc")
                .contains("X-Sum: 1");
        assertRecorded();
    }

    @Test
    void aClientOfAReverseListenerGetsNoAltSvc() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(RESPONSE));
        listen("reverse:http://" + origin.authority());
        RawClient client = client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(client.response().status()).isEqualTo(103);
        assertThat(client.response().text()).isEqualTo("ok");

        assertThat(client.wire().received()).doesNotContainIgnoringCase("alt-svc");
        assertRecorded();
    }

    @Test
    void anHttp2ClientGetsNoAltSvc() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(RESPONSE));

        FrameClient.Answer answer =
                FrameClient.over(client()).get(1, origin.authority(), "/").answer(1);

        assertThat(answer.head()).doesNotContainKey("alt-svc");
        assertThat(answer.trailers()).containsOnlyKeys("x-sum");
        assertRecorded();
    }

    /** An ALTSVC frame concerns only the connection that carries it (RFC 7838, 4). */
    @Test
    void anAltsvcFrameOfAnHttp2ServerIsNotForwarded() throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    FrameServer.Request request = server.request();
                    server.send(10, 0, request.stream(), latin1("\0\0h3=\":443\""));
                    server.headers(request.stream(), true, ":status", "200", "alt-svc", "h3=\":443\"");
                    server.drain();
                }),
                "h2");
        FrameClient client = FrameClient.over(tlsClient(origin, "h2"));

        FrameClient.Answer answer =
                client.get(1, "localhost:" + origin.port(), "/").answer(1);

        assertThat(answer.head()).containsOnlyKeys(":status");
    }

    @Test
    void anHttp3ClientGetsNoAltSvc() throws Exception {
        ScriptedOrigin origin =
                tlsOrigin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\n" + ELSEWHERE + "Content-Length: 2\r\n\r\nok"));
        listen("reverse:http3://localhost:" + origin.port());
        Flupke client = closing(new Flupke(proxy.authority().certificate()));

        java.net.http.HttpResponse<String> response = client.send(
                java.net.http.HttpRequest.newBuilder(java.net.URI.create("https://localhost:" + proxy.port() + "/"))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("ok");
        assertThat(response.headers().map()).doesNotContainKey("alt-svc");
        assertRecorded();
    }

    @Test
    void theFieldIsForwardedWithKeepAltSvc() throws Exception {
        restartWith(defaults -> settings(defaults).with(new HttpConfig(false, true, false)));
        ScriptedOrigin origin =
                origin(ScriptedOrigin.answering("HTTP/1.1 200 OK\r\n" + ELSEWHERE + "Content-Length: 2\r\n\r\nok"));

        RawClient client = client().send(get(origin, "/"));

        assertThat(client.wire().readHead()).contains(ELSEWHERE);
    }
}
