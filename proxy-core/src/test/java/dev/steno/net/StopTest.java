package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.net.channel.Draining;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.Requests;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.TlsProxyTest;
import dev.steno.testing.tls.Hellos;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a proxy that stops cuts off is recorded as its own doing, not as the client's. */
class StopTest extends TlsProxyTest {
    private ScriptedOrigin silent() throws Exception {
        return origin(connection -> {
            connection.readHead();
            connection.awaitEnd();
        });
    }

    private void assertStopped(HttpFlow flow) {
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().message()).isEqualTo(Draining.CUT_OFF);
    }

    @Test
    void aRequestWithoutAResponseIsCutAfterTheGracePeriod() throws Exception {
        ScriptedOrigin origin = silent();
        RawClient client = client().send(get(origin, "/"));
        await().until(origin::sawAnything);

        proxy.server().stop(Duration.ofMillis(1));

        assertStopped(proxy.http());
        assertThat(client.isClosedByProxy()).isTrue();
    }

    @Test
    void anIncompleteRequestIsCut() throws Exception {
        ScriptedOrigin origin = silent();
        client().send(Requests.post("http://" + origin.authority() + "/", "half", "Content-Length: 10"));
        await().until(() -> origin.sawAnything() && origin.received().endsWith("half"));

        proxy.server().stop(Duration.ZERO);

        assertStopped(proxy.http());
    }

    @Test
    void anIncompleteResponseIsCut() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome");
            connection.awaitEnd();
        });
        RawClient client = client().send(get(origin, "/"));
        client.wire().readHead();
        client.wire().readExactly(4);

        proxy.server().stop(Duration.ZERO);

        HttpFlow flow = proxy.http();
        assertStopped(flow);
        assertThat(proxy.bytes(flow.response().body())).isEqualTo(latin1("some"));
    }

    @Test
    void aHeadThatIsNotCompleteIsCutAtOnce() throws Exception {
        ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
        RawClient client = client().send(get(origin, "/") + "GET http://localhost/ HTTP/1.1\r\nHos");
        assertThat(client.response().text()).isEqualTo("ok");

        proxy.server().stop(Duration.ofSeconds(60));

        assertStopped((HttpFlow) proxy.ended(2).get(1));
    }

    @Test
    void aHandshakeIsCutAtOnce() throws Exception {
        ScriptedOrigin server = tlsOrigin(ScriptedOrigin.answering(OK));
        RawClient inTunnel = client().connect("localhost:" + server.port());
        RawClient withTheProxy = client();
        for (RawClient client : List.of(inTunnel, withTheProxy)) {
            client.send(Hellos.records(Hellos.message("http/1.1"), 16_384));
            assertThat(client.wire().readExactly(1)).containsExactly(22); // the first byte of the ServerHello
        }

        proxy.server().stop(Duration.ofSeconds(60));

        assertThat(proxy.ended(2))
                .allSatisfy(flow -> assertThat(flow.error().message()).isEqualTo(Draining.CUT_OFF));
    }

    @Test
    void allStreamsOfAnHttp2ConnectionAreCut() throws Exception {
        ScriptedOrigin origin = silent();
        FrameClient client =
                FrameClient.over(client()).get(1, origin.authority(), "/").get(3, origin.authority(), "/");
        await().until(() -> origin.connections().size() == 2);

        proxy.server().stop(Duration.ofMillis(1));

        assertThat(proxy.ended(2)).allSatisfy(flow -> assertStopped((HttpFlow) flow));
        assertThat(client.await(FrameClient.GOAWAY, 0).code()).isZero();
    }
}
