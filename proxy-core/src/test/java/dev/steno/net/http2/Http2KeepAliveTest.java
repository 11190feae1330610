package dev.steno.net.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError.Step;
import dev.steno.flow.FlowState;
import dev.steno.net.settings.Http2Config;
import dev.steno.net.settings.ProxySettings;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameClient.Frame;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Silent HTTP/2 connections with open streams: the peer gets a PING. */
class Http2KeepAliveTest extends FramesProxyTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String NO_ANSWER = "sent nothing and did not answer a PING in time (timed out)";

    @Override
    protected ProxySettings settings(ProxySettings defaults) {
        return pinging(super.settings(defaults), SHORT);
    }

    private static ProxySettings pinging(ProxySettings settings, Duration silence) {
        return settings.with(new Http2Config(false, silence));
    }

    /** An HTTP/1.1 server in the clear whose response a client waits for. */
    private ScriptedOrigin slow(CountDownLatch answered) throws Exception {
        return origin(connection -> {
            connection.readRequest();
            try {
                answered.await();
            } catch (InterruptedException e) {
                return;
            }
            connection.send(OK);
            connection.awaitEnd();
        });
    }

    @Test
    void aSilentClientStaysConnectedWhileItAnswersPings() throws Exception {
        inTime(SHORT, limit -> {
            restartWith(defaults -> pinging(super.settings(defaults), limit));
            CountDownLatch answered = new CountDownLatch(1);
            ScriptedOrigin origin = slow(answered);
            FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/");

            byte[] last = {};
            for (int i = 0; i < 3; i++) {
                Frame ping = client.await(FrameClient.PING, 0);
                assertThat(ping.flags()).isZero();
                assertThat(ping.payload()).hasSize(8).isNotEqualTo(last);
                last = ping.payload();
                client.send(FrameClient.PING, FrameClient.ACK, 0, last);
            }
            answered.countDown();

            assertThat(client.answer(1).body()).isEqualTo("ok");
            assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        });
    }

    @Test
    void aClientThatDoesNotAnswerAPingIsDisconnectedAndItsFlowSaysSo() throws Exception {
        ScriptedOrigin origin = slow(new CountDownLatch(1));
        FrameClient client = FrameClient.over(client()).get(1, origin.authority(), "/");

        client.await(FrameClient.PING, 0);

        assertThat(client.raw().isClosedByProxy()).isTrue();
        failed(Step.RELAY, "the client " + NO_ANSWER);
    }

    @Test
    void anIdleClientGetsNoPing() throws Exception {
        inTime(SHORT, limit -> {
            restartWith(defaults -> pinging(super.settings(defaults), limit));
            ScriptedOrigin origin = origin(ScriptedOrigin.answering(OK));
            FrameClient idle = FrameClient.over(client()).get(1, origin.authority(), "/");
            assertThat(idle.answer(1).body()).isEqualTo("ok");
            FrameClient.over(client())
                    .get(1, slow(new CountDownLatch(1)).authority(), "/")
                    .await(FrameClient.PING, 0); // the time has passed

            idle.get(3, origin.authority(), "/");
            Frame frame = idle.next();
            while (frame.stream() != 3) {
                assertThat(frame.type()).isNotEqualTo(FrameClient.PING);
                frame = idle.next();
            }
        });
    }

    /** gRPC servers close a connection at the third PING without data of theirs in between: docs/guards.md. */
    @Test
    void aSilentServerGetsOnePingUntilItSendsData() throws Exception {
        inTime(SHORT, limit -> {
            restartWith(defaults -> pinging(super.settings(defaults), limit));
            List<String> seen = new CopyOnWriteArrayList<>();
            CountDownLatch waited = new CountDownLatch(1);
            ScriptedOrigin origin = server(server -> {
                int stream = server.request().stream();
                new Thread(() -> {
                            try {
                                waited.await();
                                seen.add("data");
                                server.headers(stream, false, ":status", "200");
                            } catch (InterruptedException | IOException e) {
                                seen.add("failed");
                            }
                        })
                        .start();
                for (int pings = 0; pings < 2; pings++) {
                    Frame ping = server.await(FrameClient.PING);
                    seen.add("ping");
                    server.send(FrameClient.PING, FrameClient.ACK, 0, ping.payload());
                }
                server.data(stream, true, latin1("ok"));
                server.drain();
            });

            FrameClient client = client(origin);
            send(client, 1, "GET", origin);
            // the client gets one PING after each silence; without the rule, the server would too
            for (int pings = 0; pings < 5; pings++) {
                client.send(
                        FrameClient.PING,
                        FrameClient.ACK,
                        0,
                        client.await(FrameClient.PING, 0).payload());
            }
            waited.countDown();
            Frame frame = client.next();
            while (frame.type() != FrameClient.DATA) {
                if (frame.type() == FrameClient.PING) {
                    client.send(FrameClient.PING, FrameClient.ACK, 0, frame.payload());
                }
                frame = client.next();
            }

            assertThat(seen).containsExactly("ping", "data", "ping");
        });
    }

    @Test
    void aServerThatDoesNotAnswerAPingIsDisconnectedWithAllItsStreams() throws Exception {
        inTime(SHORT, limit -> {
            ScriptedOrigin origin = server(server -> {
                server.request();
                server.request();
                server.drain();
            });
            restartWith(defaults -> pinging(super.settings(defaults), limit));

            FrameClient client = client(origin);
            send(client, 1, "POST", origin);
            send(client, 3, "POST", origin);
            Frame frame = client.next();
            int answers = 0;
            for (; answers < 2; frame = client.next()) {
                if (frame.type() == FrameClient.PING && frame.flags() == 0) {
                    client.send(FrameClient.PING, FrameClient.ACK, 0, frame.payload());
                } else if (frame.type() == FrameClient.HEADERS) {
                    assertThat(client.fields(frame)).containsEntry(":status", "504");
                    answers++;
                }
            }

            assertThat(proxy.ended(2)).allSatisfy(flow -> {
                assertThat(flow.state()).isEqualTo(FlowState.FAILED);
                assertThat(flow.error().message()).contains(NO_ANSWER);
            });
            org.awaitility.Awaitility.await()
                    .until(() -> origin.connections().get(0).socket().isClosed());
        });
    }

    @Test
    void aTunnelInAStreamCountsAsAnOpenStream() throws Exception {
        ScriptedOrigin origin = origin(Wiretap::awaitEnd);
        FrameClient client = FrameClient.over(client());
        client.headers(1, false, ":method", "CONNECT", ":authority", origin.authority());

        client.await(FrameClient.PING, 0);

        assertThat(client.raw().isClosedByProxy()).isTrue();
    }
}
