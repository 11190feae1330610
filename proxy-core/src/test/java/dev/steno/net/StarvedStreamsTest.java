package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers that temporarily accept no streams (RFC 9113, 6.5.2): requests are queued. */
class StarvedStreamsTest extends FramesProxyTest {
    private static final byte[] NONE = FrameServer.setting(3, 0);
    private static final byte[] ONE = FrameServer.setting(3, 1);
    private static final byte[] SOME = FrameServer.setting(3, 100);

    private static void serve(FrameServer server) throws java.io.IOException {
        while (true) {
            server.ok(server.request().stream());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) throws java.io.IOException {
        try {
            assertThat(latch.await(180, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new java.io.IOException(e);
        }
    }

    @Test
    void requestsAreQueuedForAServerThatAcceptsNoStreamsAtFirst() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin origin = server(NONE, server -> {
            awaitQuietly(asked);
            server.send(FrameClient.SETTINGS, 0, 0, SOME);
            serve(server);
        });
        FrameClient client = client(origin);
        send(send(client, 1, "POST", origin), 3, "GET", origin);
        await().until(() -> proxy.flows().size() == 2);
        asked.countDown();

        assertThat(client.answer(1).body()).isEqualTo("ok");
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void requestsAreQueuedForAServerThatTemporarilyAcceptsNoStreams() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin origin = server(SOME, server -> {
            int first = server.request().stream();
            server.send(FrameClient.SETTINGS, 0, 0, NONE).ok(first);
            awaitQuietly(asked);
            server.send(FrameClient.SETTINGS, 0, 0, SOME);
            serve(server);
        });
        FrameClient client = client(origin);
        assertThat(send(client, 1, "GET", origin).answer(1).body()).isEqualTo("ok");
        send(client, 3, "GET", origin);
        await().until(() -> proxy.flows().size() == 2);
        asked.countDown();

        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aConnectionThatIsFullAsSoonAsItsServerAllowsAStreamIsUsedAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin origin = server(SOME, server -> {
            int first = server.request().stream();
            server.send(FrameClient.SETTINGS, 0, 0, NONE).ok(first);
            awaitQuietly(asked);
            server.send(FrameClient.SETTINGS, 0, 0, ONE);
            serve(server);
        });
        FrameClient client = client(origin);
        assertThat(send(client, 1, "GET", origin).answer(1).body()).isEqualTo("ok");
        send(client, 3, "GET", origin);
        await().until(() -> proxy.flows().size() == 2);
        asked.countDown();
        assertThat(client.answer(3).body()).isEqualTo("ok");

        assertThat(send(client, 5, "GET", origin).answer(5).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void queuedRequestsTimeOut() throws Exception {
        restartWith(defaults -> {
            ProxySettings trusting = settings(defaults);
            return new ProxySettings(
                    trusting.listen(),
                    trusting.trust().upstreamCas(),
                    false,
                    Duration.ofMillis(700),
                    trusting.timeouts().idle());
        });
        ScriptedOrigin origin = server(NONE, server -> {
            while (true) {
                server.reset(server.request().stream(), REFUSED_STREAM); // was sent before the SETTINGS arrived
            }
        });

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("MAX_CONCURRENT_STREAMS is 0");
    }

    @Test
    void aServerThatClosesInsteadFailsTheQueuedRequests() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch asked = new CountDownLatch(1);
        ScriptedOrigin origin = server(NONE, server -> {
            if (connections.incrementAndGet() > 1) {
                serve(server);
            }
            awaitQuietly(asked);
        });

        FrameClient client = client(origin);
        send(client, 1, "POST", origin); // a GET that was sent is retried if the connection has been open long enough
        await().until(() -> proxy.flows().size() == 1);
        asked.countDown();

        assertThat(client.answer(1).status()).isEqualTo(502);
    }
}
