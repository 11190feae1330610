package dev.steno.net.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowState;
import dev.steno.net.http2.Http2Codec;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The number of connections that the streams of one client open to an HTTP/1.1 server, which carries one exchange on
 * each.
 */
class ConnectionLimitTest extends ModeTest {

    private FrameClient client(ScriptedOrigin origin) throws Exception {
        listen("reverse:http://" + origin.authority());
        return FrameClient.over(client().tls(trustingSteno(), "localhost", "h2", "http/1.1"));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(180, TimeUnit.SECONDS)) {
                throw new IOException("timed out waiting");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void streamsBeyondTheBoundAreQueuedForAConnection() throws Exception {
        CountDownLatch full = new CountDownLatch(FixedLimit.MOST);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                full.countDown();
                await(full);
                connection.send(OK);
            }
        });
        FrameClient client = client(origin);

        int streams = Http2Codec.MOST_STREAMS;
        for (int i = 0; i < streams; i++) {
            client.get(2 * i + 1, "localhost", "/" + i);
        }

        assertThat(proxy.ended(streams))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(origin.connections()).hasSize(FixedLimit.MOST);
    }

    @Test
    void aQueuedExchangeThatOthersDependOnGetsAFurtherConnection() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            for (String head = connection.readRequest(); head != null; head = connection.readRequest()) {
                if (head.startsWith("GET /go ")) {
                    go.countDown();
                }
                await(go);
                connection.send(OK);
            }
        });
        FrameClient client = client(origin);

        int streams = FixedLimit.MOST + 1;
        for (int i = 0; i < streams; i++) {
            client.get(2 * i + 1, "localhost", i == FixedLimit.MOST ? "/go" : "/" + i);
        }

        assertThat(proxy.ended(streams))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(origin.connections()).hasSize(streams);
    }

    @Test
    void aQueuedStreamThatIsResetLeavesTheQueue() throws Exception {
        CountDownLatch full = new CountDownLatch(FixedLimit.MOST);
        CountDownLatch go = new CountDownLatch(1);
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                full.countDown();
                await(go);
                connection.send(OK);
            }
        });
        FrameClient client = client(origin);
        int streams = FixedLimit.MOST + 2;
        for (int i = 0; i < streams; i++) {
            client.get(2 * i + 1, "localhost", "/" + i);
        }
        await(full);

        client.send(FrameClient.RST_STREAM, 0, 2 * streams - 3, FrameClient.number(8));
        org.awaitility.Awaitility.await()
                .until(() -> proxy.flows().stream().anyMatch(flow -> flow.state() == FlowState.FAILED));
        go.countDown();

        assertThat(client.answer(2 * streams - 1).body()).isEqualTo("ok");
        assertThat(proxy.ended(streams))
                .filteredOn(flow -> flow.state() == FlowState.COMPLETE)
                .hasSize(streams - 1);
    }

    @Test
    void aServerThatGoesAwayAlsoFailsTheQueuedStreams() throws Exception {
        CountDownLatch full = new CountDownLatch(FixedLimit.MOST);
        ScriptedOrigin origin = origin(connection -> {
            connection.readRequest();
            full.countDown();
            await(full);
        });
        FrameClient client = client(origin);
        int streams = FixedLimit.MOST + 8;
        for (int i = 0; i < streams; i++) {
            client.headers(
                    2 * i + 1, true, ":method", "POST", ":scheme", "https", ":authority", "localhost", ":path", "/");
        }

        assertThat(proxy.ended(streams))
                .allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.FAILED));
    }
}
