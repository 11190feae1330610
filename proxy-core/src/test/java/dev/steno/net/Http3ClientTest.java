package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.HttpFlow;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/3, which somebody else wrote, before a reverse listener. */
class Http3ClientTest extends ModeTest {
    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + path));
    }

    private Flupke flupke() throws Exception {
        return closing(new Flupke(proxy.authority().certificate()));
    }

    @Test
    void aRequestGoesToTheServerAndItsFactsAreRecorded() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));
        listen("reverse:http3://localhost:" + origin.port() + "/base");

        HttpResponse<String> response = flupke().send(to("/a?b=c").build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok");
        assertThat(origin.received())
                .startsWith("GET /base/a?b=c HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: localhost:" + origin.port() + "\r\n")
                .doesNotContainIgnoringCase("transfer-encoding");
        HttpFlow flow = proxy.http();
        assertThat(flow.error()).isNull();
        assertThat(flow.request().version()).isEqualTo("HTTP/3");
        assertThat(flow.client().tls().version()).isEqualTo("TLSv1.3");
        assertThat(flow.client().tls().alpn()).isEqualTo("h3");
        assertThat(flow.client().tls().sni()).isEqualTo("localhost");
        assertThat(flow.client().tls().cipher()).startsWith("TLS_");
        assertThat(flow.client().address().host()).isEqualTo("127.0.0.1");
    }
}
