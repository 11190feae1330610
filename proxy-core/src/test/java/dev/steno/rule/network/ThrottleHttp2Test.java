package dev.steno.rule.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import org.junit.jupiter.api.Test;

/** Slow networks on the streams of HTTP/2, with exact frames on both sides. */
class ThrottleHttp2Test extends NetworkProxyTest {
    @Test
    void aSlowStreamDoesNotStopTheOthers() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            for (FrameServer.Request request = connection.request(); ; request = connection.request()) {
                connection.headers(request.stream(), false, ":status", "200");
                connection.data(request.stream(), false, new byte[10_000]);
                connection.data(request.stream(), true, new byte[10_000]);
            }
        });
        FrameClient client = client(origin);
        set("throttle", "|~u /slow|1kbit/1kbit/0/flow");
        client.get(1, authority(origin), "/slow");
        client.await(FrameClient.DATA, 1);
        assertThat(client.get(3, authority(origin), "/fast").answer(3).body()).hasSize(20_000);
        assertThat(proxy.ended(1)).hasSize(2);
        assertThat(proxy.runtime().heldBytes().held()).isBetween(1L, 256L << 10);
        set("throttle");
        assertThat(client.answer(1).body()).hasSizeGreaterThan(19_000);
    }

    @Test
    void aRequestAndItsResponseTakeTheirTime() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            FrameServer.Request request = connection.request();
            int read = 0;
            for (FrameClient.Frame data = connection.await(FrameClient.DATA); ; data = connection.await(0)) {
                read += data.payload().length;
                if (data.endsStream()) {
                    break;
                }
            }
            connection.headers(request.stream(), false, ":status", "200");
            connection
                    .data(request.stream(), false, new byte[read / 2])
                    .data(request.stream(), true, new byte[read / 2]);
            connection.drain();
        });
        FrameClient client = client(origin);
        set("throttle", "1mbit/1mbit/100ms");
        client.post(1, authority(origin), "/").data(1, false, new byte[15_000]).data(1, true, new byte[5_000]);
        assertThat(client.answer(1).body()).hasSize(20_000);
        HttpFlow flow = proxy.http();
        assertThat(millis(flow)).isGreaterThanOrEqualTo(160 + 160 + 100 - 60);
    }

    @Test
    void aStreamThatTheClientResetsInADelayNeverReachesTheServer() throws Exception {
        ScriptedOrigin origin = server(connection -> {
            FrameServer.Request request = connection.request();
            connection.ok(request.stream());
            assertThat(request.field(":path")).isEqualTo("/now");
            connection.drain();
        });
        FrameClient client = client(origin);
        set("fault", "|~u /later|latency latency=1000s direction=upstream");
        client.get(1, authority(origin), "/later");
        await().until(() -> !proxy.flows().isEmpty());
        client.send(FrameClient.RST_STREAM, 0, 1, FrameClient.number(CANCEL));
        assertThat(proxy.http().error().message()).contains("reset the stream");
        assertThat(client.get(3, authority(origin), "/now").answer(3).status()).isEqualTo(200);
    }
}
