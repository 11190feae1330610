package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request targets other than a path and an http or https URL (RFC 9112, 3.2; RFC 6455, 4.1). */
class RequestTargetTest extends ModeTest {
    private String options(ScriptedOrigin origin, String target) {
        return "OPTIONS " + target + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({"'',*", "/,/", "/x,/x", "?q,/?q", "/*,/*"})
    void theLastProxySendsAnAsteriskForAUrlWithoutPathAndQuery(String rest, String sent) throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        assertThat(client().send(options(origin, "http://" + origin.authority() + rest))
                        .response()
                        .status())
                .isEqualTo(200);

        assertThat(origin.received()).startsWith("OPTIONS " + sent + " HTTP/1.1\r\n");
    }

    @Test
    void anotherMethodForAUrlWithoutAPathIsSentWithASlash() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        client().send(get(origin, "")).response();

        assertThat(origin.received()).startsWith("GET / HTTP/1.1\r\n");
    }

    @Test
    void theAsteriskPassesATunnelAndAReverseListener() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect(origin.authority());
        client.send(options(origin, "*")).response();
        client.send(options(origin, "http://" + origin.authority())).response();
        assertThat(origin.received().split("OPTIONS \\* HTTP/1.1\r\n", -1)).hasSize(3);

        ScriptedOrigin behind = origin(ScriptedOrigin.answering(OK));
        listen("reverse:http://" + behind.authority() + "/base");
        client().send(options(behind, "*")).response();
        client().send(options(behind, "http://" + behind.authority())).response();

        assertThat(behind.connections())
                .allSatisfy(each -> assertThat(each.received()).startsWith("OPTIONS * HTTP/1.1\r\n"));
    }

    @Test
    void theAsteriskOfAnHttp2ClientReachesAnHttp1Server() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));

        FrameClient.Answer answer = FrameClient.over(client())
                .headers(
                        1,
                        true,
                        FrameClient.list(":method=OPTIONS | :scheme=http | :path=* | :authority=" + origin.authority()))
                .answer(1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(origin.received()).startsWith("OPTIONS * HTTP/1.1\r\n");
    }

    @Test
    void aNextProxyGetsTheUrlWithoutAPath() throws Exception {
        ScriptedOrigin next = origin(ScriptedOrigin.answering(OK));
        listen("upstream:http://" + next.authority());

        client().send("OPTIONS http://shop.example HTTP/1.1\r\nHost: shop.example\r\n\r\n")
                .response();

        assertThat(next.received()).startsWith("OPTIONS http://shop.example HTTP/1.1\r\n");
    }

    @Test
    void theAsteriskIsRefusedForOtherMethodsThanOptions() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().connect(origin.authority());

        client.send("GET * HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n");

        assertThat(client.response().status()).isEqualTo(400);
    }

    @Test
    void theSchemeWsIsReadAsHttp() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
            connection.awaitEnd();
        });

        HttpAnswer answer = client().send("GET ws://" + origin.authority() + "/chat HTTP/1.1\r\nHost: "
                        + origin.authority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .response();

        assertThat(answer.status()).isEqualTo(101);
        assertThat(origin.received()).startsWith("GET /chat HTTP/1.1\r\nHost: " + origin.authority() + "\r\n");
        assertThat(((dev.steno.flow.HttpFlow) proxy.flows().get(0)).request().scheme())
                .isEqualTo("http");
    }

    @Test
    void theSchemeWssIsReadAsHttps() throws Exception {
        ScriptedOrigin origin = tlsOrigin(ScriptedOrigin.answering(OK));

        HttpAnswer answer = client().send("GET WSS://localhost:" + origin.port() + "/chat HTTP/1.1\r\nHost: localhost:"
                        + origin.port() + "\r\n\r\n")
                .response();

        assertThat(answer.text()).isEqualTo("ok");
        assertThat(origin.received()).startsWith("GET /chat HTTP/1.1\r\n");
        assertThat(proxy.http().request().url()).isEqualTo("https://localhost:" + origin.port() + "/chat");
    }
}
