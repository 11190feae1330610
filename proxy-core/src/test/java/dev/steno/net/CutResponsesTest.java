package dev.steno.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http2.FrameClient;
import dev.steno.testing.http2.FrameServer;
import dev.steno.testing.http3.Http3Caller;
import dev.steno.testing.proxy.ModeTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Responses that are cut off in every possible way, between all pairs of versions: the flow fails, and the client can
 * tell that the response is incomplete. A gRPC response without trailers is one of them.
 */
class CutResponsesTest extends ModeTest {

    private interface Cut {
        void cut(FrameServer server, int stream) throws IOException;
    }

    /** How an HTTP/2 server ends a response that has begun. */
    private enum Break {
        GOAWAY_CALM((server, stream) -> server.goAway(stream, 11)),
        GOAWAY_ERROR((server, stream) -> server.goAway(stream, 2)),
        GOAWAY_WITHOUT_ERROR((server, stream) -> server.goAway(stream, 0)),
        GOAWAY_BELOW_THE_STREAM((server, stream) -> {
            server.goAway(0, 11);
            server.drain();
        }),
        CONNECTION_CLOSED((server, stream) -> {}),
        CONNECTION_RESET((server, stream) -> server.wire().reset()),
        STREAM_RESET((server, stream) -> server.reset(stream, 8).drain()),
        STREAM_RESET_WITHOUT_ERROR((server, stream) -> server.reset(stream, 0).drain()),
        FRAMES_BROKEN((server, stream) -> {
            server.send(FrameClient.SETTINGS, 0, 0, new byte[1]);
            server.drain();
        });

        private final Cut cut;

        Break(Cut cut) {
            this.cut = cut;
        }
    }

    static Stream<Arguments> streams() {
        return Stream.of(VersionPair.TWO_TO_TWO, VersionPair.THREE_TO_TWO)
                .flatMap(pair -> Stream.of(Break.values())
                        .flatMap(end -> Stream.of(false, true).map(begun -> Arguments.of(pair, end, begun))));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aResponseCutWithinItsStreamFails(VersionPair pair, Break end, boolean withData) throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                FrameServer.script(server -> {
                    int stream = server.request().stream();
                    server.headers(stream, false, ":status", "200", "content-type", "application/grpc");
                    if (withData) {
                        server.data(stream, false, new byte[] {0, 0, 0, 0, 1, 7});
                    }
                    end.cut.cut(server, stream);
                }),
                pair.protocols);

        PairMessage answer = client(pair, origin).ask(PairMessage.of("GET /", "te: trailers"));

        assertThat(answer.end()).isNotNull();
        failed();
    }

    static Stream<Arguments> connections() {
        return Stream.of(VersionPair.ONE_TO_ONE, VersionPair.TWO_TO_ONE, VersionPair.THREE_TO_ONE)
                .flatMap(pair -> Stream.of(
                                "Content-Length: 9\r\n\r\nhalf",
                                "Content-Length: 9\r\n\r\n",
                                "Transfer-Encoding: chunked\r\n\r\n",
                                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                                "Transfer-Encoding: chunked\r\n\r\n9\r\nhalf",
                                "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\nX-Sum: 1\r\n")
                        .flatMap(rest -> Stream.of(false, true).map(reset -> Arguments.of(pair, rest, reset))));
    }

    @ParameterizedTest
    @MethodSource("connections")
    void aConnectionThatEndsBeforeItsResponseFailsTheFlow(VersionPair pair, String rest, boolean reset)
            throws Exception {
        ScriptedOrigin origin = tlsOrigin(
                connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\n" + rest);
                    if (reset) {
                        connection.reset();
                    }
                },
                pair.protocols);
        PairClient client = client(pair, origin);

        if (pair.client == 1) {
            assertThat(whole(client)).isFalse();
        } else {
            PairMessage answer = client.ask(PairMessage.of("GET /"));
            assertThat(answer.end() != null || answer.status() == 502).isTrue(); // a reset may overtake the head
        }
        failed();
    }

    /** Whether an HTTP/1 client takes the received bytes for a complete response. */
    private static boolean whole(PairClient client) throws Exception {
        try {
            return client.ask(PairMessage.of("GET /")).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private PairClient client(VersionPair pair, ScriptedOrigin origin) throws Exception {
        String authority = "localhost:" + origin.port();
        if (pair.client == 3) {
            listen("reverse:http3://" + authority);
            return PairClient.http3(
                    closing(new Http3Caller(proxy.port(), proxy.authority().certificate(), 1 << 20)), authority);
        }
        RawClient client = tlsClient(origin, pair.client == 2 ? "h2" : "http/1.1");
        return pair.client == 2
                ? PairClient.http2(FrameClient.over(client), authority)
                : PairClient.http1(client, authority);
    }

    private void failed() {
        HttpFlow flow = proxy.http();
        assertThat(flow.state()).isEqualTo(FlowState.FAILED);
        assertThat(flow.error().step()).isEqualTo(FlowError.Step.RESPONSE);
    }
}
