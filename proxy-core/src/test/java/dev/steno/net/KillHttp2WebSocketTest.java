package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.End;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A WebSocket on HTTP/2 streams is killed: both streams are reset, and both connections stay. */
class KillHttp2WebSocketTest extends Http2WebSocketProxyTest {
    @Test
    void itsClientGetsACloseFrameAndTheEndOfTheStream() throws Exception {
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200").data(stream, false, WebSocketFrames.text("hi"));
            server.drain();
        });
        FrameClient client = opening(origin);
        client.await(FrameClient.DATA, 1);
        await().until(() -> proxy.flows().stream().anyMatch(flow -> ((HttpFlow) flow).webSocket() != null));
        long flow = proxy.runtime().inFlight().numbers().get(0);

        proxy.runtime().inFlight().get(flow).kill(new End.CloseFrame(1012), "ann");

        FrameClient.Frame told = client.await(FrameClient.DATA, 1);
        assertThat(told.payload()).isEqualTo(WebSocketFrames.close(1012, "", false));
        assertThat(told.endsStream() || client.await(FrameClient.DATA, 1).endsStream())
                .isTrue();
        assertThat(proxy.http().webSocket().close().code()).isEqualTo(1012);
    }

    @Test
    void bothStreamsAreReset() throws Exception {
        BlockingQueue<FrameClient.Frame> resets = new LinkedBlockingQueue<>();
        ScriptedOrigin origin = server(ANNOUNCED, server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200").data(stream, false, WebSocketFrames.text("hi"));
            resets.add(server.await(FrameClient.RST_STREAM));
            server.ok(server.request().stream());
            server.drain();
        });
        FrameClient client = opening(origin);
        client.await(FrameClient.DATA, 1);
        await().until(() -> proxy.flows().stream().anyMatch(flow -> ((HttpFlow) flow).webSocket() != null));
        long flow = proxy.runtime().inFlight().numbers().get(0);

        proxy.runtime()
                .inFlight()
                .get(flow)
                .kill(new End.Stream(End.Code.CANCEL), "ann")
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL);
        assertThat(resets.poll(60, TimeUnit.SECONDS).code()).isEqualTo(CANCEL);
        HttpFlow killed = proxy.http();
        assertThat(killed.state()).isEqualTo(FlowState.FAILED);
        assertThat(killed.error().message()).isEqualTo("killed by ann");
        assertThat(killed.webSocket().close()).isNull();
        assertThat(send(client, 3, "GET", origin).answer(3).status()).isEqualTo(200);
        assertThat(proxy.runtime().inFlight().numbers()).doesNotContain(flow);
    }
}
