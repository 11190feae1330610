package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.proxy.ProxyTest;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Event streams and long polls: each chunk reaches the client immediately, and the record while the response is open.
 */
class SlowResponseTest extends ProxyTest {

    @Test
    void eachEventReachesTheClientImmediatelyAndIsRecordedWhileTheStreamIsOpen() throws Exception {
        Semaphore next = new Semaphore(0);
        ScriptedOrigin origin = origin(connection -> {
            connection.readHead();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 1; i <= 3; i++) {
                connection.send("9\r\ndata: " + i + "\n\n\r\n");
                next.acquireUninterruptibly();
            }
            connection.send("0\r\n\r\n");
        });
        RawClient client = client().send(get(origin, "/events"));
        assertThat(client.wire().readHead()).contains("text/event-stream");
        for (int i = 1; i <= 3; i++) {
            assertThat(client.wire().readText(14)).isEqualTo("9\r\ndata: " + i + "\n\n\r\n");
            int bytes = 9 * i;
            HttpFlow open = Awaitility.await()
                    .until(this::newest, flow -> flow.response().body().size() == bytes);
            assertThat(open.state()).isEqualTo(FlowState.OPEN);
            assertThat(proxy.bytes(open.response().body())).hasSize(bytes);
            next.release();
        }
        assertThat(client.wire().readText(5)).isEqualTo("0\r\n\r\n");

        Body whole = proxy.http().response().body();
        assertThat(whole).isEqualTo(new Body.Stored(((Body.Stored) whole).id(), 27, 27, true));
        assertThat(new String(proxy.bytes(whole))).isEqualTo("data: 1\n\ndata: 2\n\ndata: 3\n\n");
        assertThat(origin.failures()).isEmpty();
    }

    private HttpFlow newest() {
        return (HttpFlow) proxy.flows().get(0);
    }
}
