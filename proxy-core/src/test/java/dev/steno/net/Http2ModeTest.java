package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import dev.steno.net.auth.ProxyAuth;
import dev.steno.net.mode.Credentials;
import org.junit.jupiter.api.Test;

/** HTTP/2 to listeners that are no plain proxies. */
class Http2ModeTest extends ModeTest {

    @Test
    void aReverseListenerSpeaksItWithPriorKnowledgeAndNamesItsServer() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + origin.authority() + "/base");

        FrameClient.Answer answer =
                FrameClient.over(client()).get(1, "shop.example", "/x").answer(1);

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(origin.received()).isEqualTo("GET /base/x HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");
        assertThat(proxy.http().request().path()).isEqualTo("/base/x");
    }

    @Test
    void aReverseListenerKeepsTheAuthorityWhereItIsToldTo() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        restartWith(defaults ->
                in(settings(defaults), "reverse:http://" + origin.authority()).keepingHost());

        FrameClient.over(client()).get(1, "shop.example", "/").answer(1);

        assertThat(origin.received()).isEqualTo("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
    }

    @Test
    void curlAgreesUponItWithAReverseListenerOverTls() throws Exception {
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
    void aProxyThatAsksForCredentialsTakesNoneOfItPastThem() throws Exception {
        restartWith(defaults -> settings(defaults).withAuth(ProxyAuth.only(new Credentials("ann", "secret"))));
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        FrameClient client = FrameClient.over(client());
        client.get(1, origin.authority(), "/");

        assertThat(client.raw().wire().readText(13)).isEqualTo("HTTP/1.1 407 ");
        assertThat(origin.sawAnything()).isFalse();
    }
}
