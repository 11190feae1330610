package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim responses, and final responses that precede the request's end. */
class ContinueTest extends ProxyTest {

    private String expecting(ScriptedOrigin origin, int length) {
        return "PUT http://" + origin.authority() + "/ HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    @Test
    void aClientThatExpects100GetsTheServersContinue() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            assertThat(connection.readHead()).contains("Expect: 100-continue");
            connection.send("HTTP/1.1 100 Continue\r\nX-Hint: 1\r\n\r\n");
            assertThat(connection.readText(4)).isEqualTo("data");
            connection.send(OK);
            connection.awaitEnd();
        });
        RawClient client = client().send(expecting(origin, 4));

        assertThat(client.response().head()).isEqualTo("HTTP/1.1 100 Continue\r\nX-Hint: 1\r\n\r\n");
        assertThat(client.send("data").response().text()).isEqualTo("ok");
        assertThat(origin.failures()).isEmpty();
        HttpFlow flow = proxy.http();
        assertThat(flow.interim()).extracting(HttpResponse::status).containsExactly(100);
        assertThat(flow.interim().get(0).headers().get("X-Hint")).isEqualTo("1");
        assertThat(flow.response().status()).isEqualTo(200);
    }

    @Test
    void aClientThatDoesNotWaitForTheContinueIsServed() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 100 Continue\r\n\r\n" + OK));

        RawClient client = client().send(expecting(origin, 4) + "data");

        assertThat(client.response().status()).isEqualTo(100);
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(proxy.bytes(proxy.http().request().body())).isEqualTo(latin1("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"417 Expectation Failed", "413 Content Too Large"})
    void aFinalResponseInPlaceOfTheContinueReachesAClientThatThenDisconnects(String status) throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\nno");
            connection.awaitEnd();
        });
        RawClient client = client().send(expecting(origin, 1000));

        HttpAnswer answer = client.response();
        assertThat(answer.head()).startsWith("HTTP/1.1 " + status + "\r\n");
        assertThat(answer.text()).isEqualTo("no");
        client.close();
        HttpFlow flow = proxy.http();
        assertThat(flow.response().status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aFinalResponseWithCloseInPlaceOfTheContinueClosesTheClientToo() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
        });
        RawClient client = client().send(expecting(origin, 1000));

        assertThat(client.response().text()).isEqualTo("no");
        assertThat(client.isClosedByProxy()).isTrue();
        assertThat(proxy.http().response().status()).isEqualTo(413);
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void theResponseOfAServerThatRefusesALargeUploadAndClosesReachesTheClient() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
            connection.shutOutput();
            connection.readExactly(100_000);
        });
        RawClient client =
                client().send(Requests.post("http://" + origin.authority() + "/", "", "Content-Length: 50000000"));
        try {
            client.send(noise(400_000));
        } catch (java.net.SocketException e) {
            // the proxy may have closed already
        }

        assertThat(client.response().text()).isEqualTo("no");
        assertThat(proxy.http().response().status()).isEqualTo(413);
    }

    @Test
    void earlyHintsAreForwardedAndRecordedWithTheFinalResponse() throws Exception {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(hints + hints + OK, OK));
        RawClient client = client().send(get(origin, "/"));

        assertThat(client.response().head()).isEqualTo(hints);
        assertThat(client.response().head()).isEqualTo(hints);
        assertThat(client.response().text()).isEqualTo("ok");
        assertThat(client.send(get(origin, "/")).response().text()).isEqualTo("ok");
        HttpFlow flow = (HttpFlow) proxy.ended(2).get(0);
        assertThat(flow.interim()).extracting(HttpResponse::status).containsExactly(103, 103);
        assertThat(flow.interim().get(1).headers().get("Link")).isEqualTo("</a.css>; rel=preload");
        assertThat(flow.response().status()).isEqualTo(200);
        assertThat(((HttpFlow) proxy.flows().get(1)).interim()).isEmpty();
    }

    @Test
    void anHttp10ClientGetsNoInterimResponse() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering("HTTP/1.1 103 Early Hints\r\nA: 1\r\n\r\n" + OK));

        RawClient client = client().send("GET http://" + origin.authority() + "/ HTTP/1.0\r\n\r\n");

        assertThat(client.wire().readToEnd())
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        assertThat(proxy.http().interim()).hasSize(1);
    }

    @Test
    void endlessInterimResponsesFailTheRequest() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            for (int i = 0; i < 100_000; i++) {
                connection.send("HTTP/1.1 103 Early Hints\r\n\r\n");
            }
        });
        RawClient client = client().send(get(origin, "/"));

        HttpAnswer answer = client.response();
        while (answer.status() == 103) {
            answer = client.response();
        }
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("interim");
        assertThat(proxy.http().interim().size()).isLessThan(1000);
    }
}
