package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.proxy.FramesProxyTest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 servers that refuse streams, break off, flood, or send malformed messages. */
class Http2ServerFailureTest extends FramesProxyTest {
    private HttpFlow failed(String why) {
        return failed(FlowError.Step.RESPONSE, why);
    }

    @Test
    void aRefusedStreamIsRetriedOnceWhateverItsMethod() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            if (tries.incrementAndGet() == 1) {
                server.reset(stream, REFUSED_STREAM);
            } else {
                server.ok(stream);
            }
            server.drain();
        });

        FrameClient.Answer answer = send(client(origin), 1, "POST", origin).answer(1);

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(proxy.http().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void aSecondRefusalReachesTheClient() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.reset(server.request().stream(), REFUSED_STREAM);
            server.drain();
        });

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.head()).isEmpty();
        assertThat(answer.reset()).isEqualTo(REFUSED_STREAM);
        failed("reset the stream (REFUSED_STREAM)");
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void aResetBeforeTheResponseReachesTheClient() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.reset(server.request().stream(), CANCEL);
            server.drain();
        });

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.head()).isEmpty();
        assertThat(answer.reset()).isEqualTo(CANCEL);
        failed("reset the stream (CANCEL)");
        assertThat(origin.connections()).hasSize(1);
    }

    @Test
    void aResetWithinTheResponseResetsTheClientsStreamAndNoOther() throws Exception {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        CompletableFuture<Void> told = new CompletableFuture<>();
        ScriptedOrigin origin = server(server -> {
            int first = server.request().stream();
            int second = server.request().stream();
            server.headers(first, false, ":status", "200").data(first, false, latin1("half"));
            passed.orTimeout(60, TimeUnit.SECONDS).join();
            server.reset(first, CANCEL);
            told.orTimeout(60, TimeUnit.SECONDS).join();
            server.ok(second).drain();
        });

        FrameClient client = client(origin);
        send(send(client, 1, "GET", origin), 3, "GET", origin);
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1))).containsEntry(":status", "200");
        assertThat(client.await(FrameClient.DATA, 1).payload()).isEqualTo(latin1("half"));
        passed.complete(null);

        assertThat(client.await(FrameClient.RST_STREAM, 1).code()).isEqualTo(CANCEL);
        told.complete(null);
        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(proxy.ended(2).get(0).state()).isEqualTo(FlowState.FAILED);
        assertThat(proxy.bytes(((HttpFlow) proxy.flows().get(0)).response().body()))
                .isEqualTo(latin1("half"));
        assertThat(proxy.flows().get(1).state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void streamsAboveTheLastOfAGoawayAreRetriedOnAnotherConnectionAndThoseBelowAreFinished() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        ScriptedOrigin origin = server(server -> {
            if (connections.incrementAndGet() == 1) {
                int first = server.request().stream();
                int second = server.request().stream();
                server.goAway(first, 0);
                server.ok(first);
                assertThat(second).isGreaterThan(first);
            } else {
                server.ok(server.request().stream());
            }
            server.drain();
        });

        FrameClient client = client(origin);
        send(send(client, 1, "POST", origin), 3, "POST", origin);

        assertThat(proxy.ended(2)).allSatisfy(flow -> assertThat(flow.state()).isEqualTo(FlowState.COMPLETE));
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void afterAGoawayNewRequestsUseANewConnection() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.ok(server.request().stream()).goAway(Integer.MAX_VALUE, 0);
            server.drain();
        });
        FrameClient client = client(origin);

        send(client, 1, "GET", origin);
        proxy.ended(1);
        origin.connections().get(0).awaitEnd(); // the proxy closes it
        send(client, 3, "GET", origin);

        assertThat(client.answer(3).body()).isEqualTo("ok");
        assertThat(origin.connections()).hasSize(2);
    }

    @Test
    void aConnectionThatEndsWithinAResponseMakesItIncomplete() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200").data(stream, false, latin1("half"));
        });

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.reset()).isNotNegative();
        failed("closed the connection");
    }

    @Test
    void aSilentServerGetsAPingAndIsDisconnectedWithoutAReply() throws Exception {
        inTime(Duration.ofMillis(400), limit -> {
            ScriptedOrigin origin = server(server -> {
                server.request();
                server.await(FrameClient.PING);
                server.drain();
            });
            restartWith(settings -> withIdle(settings(settings), limit));

            FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

            assertThat(answer.status()).isEqualTo(504);
            failed("did not answer a PING");
        });
    }

    @Test
    void aServerThatAnswersPingsMayBeSlow() throws Exception {
        inTime(Duration.ofMillis(400), limit -> {
            ScriptedOrigin origin = server(server -> {
                int stream = server.request().stream();
                server.headers(stream, false, ":status", "200");
                for (int i = 0; i < 4; i++) {
                    FrameClient.Frame ping = server.await(FrameClient.PING);
                    server.send(FrameClient.PING, FrameClient.ACK, 0, ping.payload());
                    server.data(stream, i == 3, latin1("a"));
                }
                server.drain();
            });
            restartWith(settings -> withIdle(settings(settings), limit));

            assertThat(send(client(origin), 1, "GET", origin).answer(1).body()).isEqualTo("aaaa");
        });
    }

    private void malformed(String why, FrameServer.Script script) throws Exception {
        ScriptedOrigin origin = server(script);

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(failed("is malformed: ").error().message()).contains(why);
    }

    private static FrameServer.Script heads(String... fields) {
        return server -> {
            int stream = server.request().stream();
            server.headers(stream, true, fields);
            assertThat(server.await(FrameClient.RST_STREAM).code()).isEqualTo(PROTOCOL_ERROR);
            server.drain();
        };
    }

    @Test
    void aResponseWithoutAStatusIsMalformed() throws Exception {
        malformed("exactly one :status", heads("x-a", "1"));
    }

    @Test
    void aResponseWithTwoStatusFieldsIsMalformed() throws Exception {
        malformed("exactly one :status", heads(":status", "200", ":status", "404"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "2000", "abc", "099", "-20"})
    void aStatusThatIsNotThreeDigitsIsMalformed(String status) throws Exception {
        malformed("exactly one :status", heads(":status", status));
    }

    @Test
    void aRequestPseudoHeaderInAResponseIsMalformed() throws Exception {
        malformed(":path", heads(":status", "200", ":path", "/"));
    }

    @Test
    void aStatusAfterAFieldIsMalformed() throws Exception {
        malformed("pseudo-header", heads("x-a", "1", ":status", "200"));
    }

    @Test
    void anUpperCaseNameIsMalformed() throws Exception {
        malformed("upper-case", heads(":status", "200", "X-A", "1"));
    }

    @Test
    void aConnectionSpecificFieldIsMalformed() throws Exception {
        malformed("transfer-encoding", heads(":status", "200", "transfer-encoding", "chunked"));
    }

    @Test
    void aLineEndInAValueIsMalformed() throws Exception {
        malformed("line end", heads(":status", "200", "x-a", "1\r\nset-cookie: a"));
    }

    @Test
    void a101IsMalformed() throws Exception {
        malformed("101", heads(":status", "101"));
    }

    @Test
    void twoDifferentContentLengthsAreMalformed() throws Exception {
        malformed("Content-Length", heads(":status", "200", "content-length", "1", "content-length", "2"));
    }

    @Test
    void aContentLengthWithoutABodyIsMalformed() throws Exception {
        malformed("Content-Length", heads(":status", "200", "content-length", "5"));
    }

    @Test
    void aBodyLongerThanItsContentLengthFailsTheResponse() throws Exception {
        broken("longer than its Content-Length of 3", "content-length", "3");
    }

    @Test
    void aBodyShorterThanItsContentLengthFailsTheResponse() throws Exception {
        broken("4 bytes and its Content-Length is 9", "content-length", "9");
    }

    private void broken(String why, String... fields) throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            server.headers(stream, false, ":status", "200", fields[0], fields[1])
                    .data(stream, true, latin1("body"));
            server.drain();
        });

        FrameClient.Answer answer = send(client(origin), 1, "GET", origin).answer(1);

        assertThat(answer.reset() >= 0 || answer.status() == 502).isTrue();
        failed(why);
    }

    @Test
    void endlessInterimResponsesFailTheRequest() throws Exception {
        malformed("interim", server -> {
            int stream = server.request().stream();
            for (int i = 0; i < 101; i++) {
                server.headers(stream, false, ":status", "103");
            }
            server.drain();
        });
    }

    @Test
    void largeInterimResponsesFailTheRequest() throws Exception {
        malformed("interim", server -> {
            int stream = server.request().stream();
            for (int i = 0; i < 45; i++) {
                server.headers(stream, false, ":status", "103", "x", "a".repeat(7_000));
            }
            server.drain();
        });
    }

    @Test
    void anEndlessFieldSectionIsNotRead() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            byte[] block = FrameClient.block(":status", "200", "x-a", "a".repeat(16_000));
            server.send(FrameClient.HEADERS, 0, stream, block);
            for (int i = 0; i < 40; i++) {
                server.send(FrameClient.CONTINUATION, 0, stream, FrameClient.block("x-a", "a".repeat(16_000)));
            }
            server.drain();
        });

        assertThat(send(client(origin), 1, "GET", origin).answer(1).status()).isEqualTo(502);
        failed("Header size exceeded");
    }

    @Test
    void pingsWhoseRepliesAreNotReadEndTheConnection() throws Exception {
        ScriptedOrigin origin = server(server -> {
            server.request();
            byte[] ping = FrameClient.frame(FrameClient.PING, 0, 0, new byte[8]);
            ByteArrayOutputStream some = new ByteArrayOutputStream();
            for (int i = 0; i < 4096; i++) {
                some.writeBytes(ping);
            }
            for (int sent = 0; sent < 256 << 20; sent += some.size()) { // until the proxy closes the connection
                server.wire().send(some.toByteArray());
            }
        });

        send(client(origin), 1, "GET", origin);

        org.awaitility.Awaitility.await()
                .until(() -> proxy.flows().stream().anyMatch(flow -> flow.state() == FlowState.FAILED));
        failed("replies to control frames are queued and not read");
    }

    @Test
    void aPushIsRefused() throws Exception {
        ScriptedOrigin origin = server(server -> {
            int stream = server.request().stream();
            byte[] block = FrameClient.block(":method", "GET", ":scheme", "https", ":authority", "a", ":path", "/");
            server.send(5, FrameClient.END_HEADERS, stream, Bytes.concat(FrameClient.number(2), block));
            server.drain();
        });

        assertThat(send(client(origin), 1, "GET", origin).answer(1).status()).isEqualTo(502);
        failed("broke the rules of HTTP/2");
    }
}
