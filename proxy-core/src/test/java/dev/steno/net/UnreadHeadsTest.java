package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.flow.FlowState;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.proxy.FramesProxyTest;
import dev.steno.testing.proxy.ProxyTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Response heads, which no window bounds, for a client that sends requests and reads nothing: they are not queued
 * without bound.
 */
class UnreadHeadsTest extends ProxyTest {
    private static final int HEAD = 100_000;
    private static final String LARGE = "HTTP/1.1 204 No Content\r\nX-Large: " + "a".repeat(HEAD) + "\r\n\r\n";

    /** More than the kernel buffers for a connection on its two sides. */
    private static final int MANY = 300;

    private long ended() {
        return proxy.flows().stream()
                .filter(flow -> flow.state() != FlowState.OPEN)
                .count();
    }

    @Test
    void streamsAreRefusedUntilTheClientReads() throws Exception {
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                connection.send(LARGE);
            }
        });
        FrameClient client = FrameClient.over(client());
        int asked = 0;
        while (proxy.flows().stream().noneMatch(flow -> flow.state() == FlowState.FAILED)) {
            assertThat(asked).as("heads of " + HEAD + " bytes").isLessThan(MANY);
            client.get(2 * asked + 1, origin.authority(), "/");
            int before = asked++;
            await().until(() -> ended() > before);
        }

        int refused = 2 * asked - 1;
        assertThat(proxy.flows().get(asked - 1).error().message()).contains("bytes of earlier responses to read");
        assertThat(client.await(FrameClient.RST_STREAM, refused).code()).isEqualTo(FramesProxyTest.REFUSED_STREAM);
        client.get(refused + 2, origin.authority(), "/");
        assertThat(client.await(FrameClient.HEADERS, refused + 2).payload()).hasSizeGreaterThan(10_000);
        assertThat(proxy.ended(asked + 1).get(asked).state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void pipelinedRequestsAreNotReadUntilTheClientReads() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        ScriptedOrigin origin = origin(connection -> {
            while (connection.readRequest() != null) {
                answered.incrementAndGet();
                connection.send(LARGE);
            }
        });
        RawClient client = client();
        client.send(get(origin, "/").repeat(MANY));
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(500)).until(() -> answered.get() == before.getAndSet(answered.get()));

        assertThat(answered).hasValueLessThan(MANY);
        String heads = LARGE.repeat(MANY / 5);
        assertThat(client.wire().readText(heads.length()).equals(heads)).isTrue();
        await().until(() -> answered.get() > before.get());
    }
}
