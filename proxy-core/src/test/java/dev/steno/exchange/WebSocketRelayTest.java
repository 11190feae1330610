package dev.steno.exchange;

import static dev.steno.exchange.Frames.BINARY;
import static dev.steno.exchange.Frames.FIN;
import static dev.steno.exchange.Frames.RSV1;
import static dev.steno.exchange.Frames.TEXT;
import static dev.steno.exchange.Frames.close;
import static dev.steno.exchange.Frames.deflated;
import static dev.steno.exchange.Frames.frame;
import static dev.steno.exchange.Frames.join;
import static dev.steno.exchange.Frames.latin1;
import static dev.steno.exchange.Frames.masked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.exchange.stream.WebSocketRelay;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.WebSocket;
import dev.steno.testing.wire.Chop;
import dev.steno.websocket.MessageInflater;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class WebSocketRelayTest {
    private static final String DEFLATE = "permessage-deflate; server_max_window_bits=15";

    /**
     * Both directions: fragments with a ping between them, compression, an empty message, control frames, the close.
     */
    private static byte[] conversation() {
        Deflater deflater = Frames.deflater();
        return join(
                masked(TEXT, "he"),
                masked(FIN | 9, "are you there"),
                masked(0, "ll"),
                masked(FIN, "o"),
                masked(FIN | RSV1 | TEXT, deflated(deflater, "compressed, compressed")),
                masked(FIN | RSV1 | TEXT, deflated(deflater, "compressed, compressed")),
                masked(FIN | BINARY, new byte[0]),
                masked(FIN | BINARY, new byte[200]),
                masked(FIN | 10, ""),
                masked(FIN | 8, close(1000, "bye")));
    }

    @Test
    void framesAreForwardedAsSentAndEachMessageIsARowHoweverTheBytesAreSplit() {
        byte[] sent = conversation();
        List<String> expected = List.of(
                "0 > text hello",
                "1 > text compressed, compressed",
                "2 > text compressed, compressed",
                "3 > binary ",
                "4 > binary " + "\0".repeat(200));
        Chop.all(sent).forEach(chop -> {
            WebSocketPlay play = new WebSocketPlay(DEFLATE);
            chop.each(play::client);
            assertThat(play.toServer.toByteArray()).as(chop.toString()).isEqualTo(sent);
            assertThat(play.rows()).as(chop.toString()).isEqualTo(expected);
            WebSocket webSocket = play.flow().webSocket();
            assertThat(webSocket.client().messages()).isEqualTo(5);
            assertThat(webSocket.client().pings()).isEqualTo(1);
            assertThat(webSocket.client().pongs()).isEqualTo(1);
            assertThat(webSocket.close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "bye"));
            assertThat(webSocket.problem()).isNull();
        });
    }

    @Test
    void theFlowStaysOpenUntilTheConnectionsEndAndIsCompleteThen() {
        WebSocketPlay play = new WebSocketPlay("");
        assertThat(play.flow().state()).isEqualTo(FlowState.OPEN);
        assertThat(play.flow().response().status()).isEqualTo(101);

        play.client(masked(FIN | TEXT, "a")).server(frame(FIN | TEXT, "bc"));
        play.server(frame(FIN | 8, close(1001, "going"))).client(masked(FIN | 8, close(1001, "")));
        play.relay.inputEnded(Direction.SERVER_TO_CLIENT);
        play.relay.closeFlow(null);

        HttpFlow flow = play.flow();
        assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
        assertThat(flow.error()).isNull();
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1001, "going"));
        assertThat(flow.sentByClient()).isEqualTo(1);
        assertThat(flow.sentByServer()).isEqualTo(2);
        assertThat(flow.messages()).isEqualTo(2);
        assertThat(play.facts.get(play.facts.size() - 1)).isInstanceOf(FlowEvent.Closed.class);
    }

    @Test
    void anEndWithoutACloseFrameIsAbnormalAndNamesThePeer() {
        WebSocketPlay play = new WebSocketPlay("");
        play.client(masked(TEXT, "half a mess"));
        play.relay.inputEnded(Direction.CLIENT_TO_SERVER);
        play.relay.inputEnded(Direction.SERVER_TO_CLIENT);
        play.relay.closeFlow(null);

        assertThat(play.rows()).containsExactly("0 > text half a mess ...");
        assertThat(play.flow().webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, WebSocket.Close.ABNORMAL, ""));
        assertThat(play.flow().webSocket().client().messages()).isZero();
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(play.flow().error().message()).isEqualTo("the client ended the connection without a Close frame");
    }

    @Test
    void aConnectionThatBreaksAfterTheCloseIsNoFailure() {
        WebSocketPlay play = new WebSocketPlay("");
        play.client(masked(FIN | 8, new byte[0]));
        play.relay.inputEnded(Direction.CLIENT_TO_SERVER);
        play.relay.closeFlow(new FlowError(FlowError.Step.RELAY, "reset", 1));

        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.flow().webSocket().close())
                .isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, WebSocket.Close.NO_CODE, ""));
    }

    @Test
    void aWebSocketThatStenoEndsWasClosedByNeitherSide() {
        WebSocketPlay play = new WebSocketPlay("");
        play.relay.proxyDraining();
        play.relay.inputEnded(Direction.CLIENT_TO_SERVER);
        play.relay.closeFlow(null);

        assertThat(play.flow().webSocket().close()).isNull();
        assertThat(play.flow().error().message()).contains("Steno was stopped");
    }

    @Test
    void aLargeMessageIsRecordedInRowsAsItPasses() {
        WebSocketPlay play = new WebSocketPlay("");
        byte[] payload = new byte[2 * Message.LIMIT + 7];
        payload[payload.length - 1] = 1;
        byte[] whole = frame(FIN | BINARY, payload);
        play.server(Arrays.copyOf(whole, whole.length - 7));
        assertThat(play.messages())
                .as("before the end of the message was received")
                .hasSize(1);
        play.server(Arrays.copyOfRange(whole, whole.length - 7, whole.length));

        assertThat(play.messages()).extracting(m -> m.data().length).containsExactly(Message.LIMIT, Message.LIMIT, 7);
        assertThat(play.messages()).extracting(Message::last).containsExactly(false, false, true);
        assertThat(play.messages().get(2).data()[6]).isEqualTo((byte) 1);
        assertThat(play.flow().webSocket().server().messages()).isEqualTo(1);
        assertThat(play.flow().messages()).isEqualTo(3);
    }

    @Test
    void compressionThatBeginsAnewWithEachMessageIsRead() {
        WebSocketPlay play =
                new WebSocketPlay("permessage-deflate; client_no_context_takeover; server_no_context_takeover");
        play.client(masked(FIN | RSV1 | TEXT, deflated(Frames.deflater(), "one one one")));
        play.client(masked(FIN | RSV1 | TEXT, deflated(Frames.deflater(), "one one one")));
        play.server(frame(FIN | TEXT, "not compressed"));

        assertThat(play.rows())
                .containsExactly("0 > text one one one", "1 > text one one one", "2 < text not compressed");
    }

    @Test
    void undecodableMessagesAreRecordedRawAndMarked() {
        WebSocketPlay play = new WebSocketPlay(DEFLATE);
        byte[] broken = {(byte) 0xff, (byte) 0xff, (byte) 0xff};
        Deflater deflater = Frames.deflater();
        byte[] next = deflated(deflater, "next");
        play.client(masked(FIN | RSV1 | TEXT, broken), masked(FIN | RSV1 | TEXT, next), masked(FIN | TEXT, "plain"));

        assertThat(play.messages().get(0).data()).isEqualTo(broken);
        assertThat(play.messages().get(0).kind()).isEqualTo(Message.Kind.RAW);
        assertThat(play.messages().get(1).data())
                .as("later messages may refer to content that was not inflated")
                .isEqualTo(next);
        assertThat(play.messages().get(1).kind()).isEqualTo(Message.Kind.RAW);
        assertThat(play.rows().get(2)).isEqualTo("2 > text plain");
        assertThat(play.flow().webSocket().problem())
                .startsWith("the client sent a compressed message that cannot be inflated: ");
    }

    @Test
    void aBombIsNotInflatedBeyondTheLimit() {
        WebSocketPlay play = new WebSocketPlay(DEFLATE);
        Deflater deflater = Frames.deflater();
        String zeros = "\0".repeat(8 << 20);
        byte[] bomb = new byte[0];
        for (int i = 0; i < 10; i++) {
            bomb = join(bomb, deflated(deflater, zeros), new byte[] {0, 0, (byte) 0xff, (byte) 0xff});
        }
        play.server(frame(FIN | RSV1 | BINARY, bomb));

        long kept = play.messages().stream()
                .filter(m -> m.kind() == Message.Kind.BINARY)
                .mapToLong(m -> m.data().length)
                .sum();
        assertThat(kept).isBetween(MessageInflater.LIMIT - (1 << 20), MessageInflater.LIMIT);
        assertThat(play.messages().get(play.messages().size() - 1).kind()).isEqualTo(Message.Kind.RAW);
        assertThat(play.flow().webSocket().problem()).contains("it inflates to more than 64 MiB");
        assertThat(play.toClient.toByteArray()).isEqualTo(frame(FIN | RSV1 | BINARY, bomb));
    }

    @Test
    void protocolViolationsAreForwardedUnchangedAndNoted() {
        assertNoted("the client sent an unmasked frame (RFC 6455, 5.1)", frame(FIN | TEXT, "x"));
        assertNoted("the client sent a continuation frame outside a message (RFC 6455, 5.4)", masked(FIN, "x"));
        assertNoted(
                "the client sent a new message before the end of the previous one (RFC 6455, 5.4)",
                masked(TEXT, "x"),
                masked(FIN | TEXT, "y"));
        assertNoted("the client sent a frame with the unknown opcode 3 (RFC 6455, 5.2)", masked(FIN | 3, "x"));
        assertNoted(
                "the client sent a control frame with the unknown opcode 11 (RFC 6455, 5.2)", masked(FIN | 11, "x"));
        assertNoted(
                "the client sent a control frame that is fragmented or longer than 125 bytes (RFC 6455, 5.5)",
                masked(FIN | 9, new byte[300]));
        assertNoted(
                "the client set reserved bits that no negotiated extension defines (RFC 6455, 5.2)",
                masked(FIN | RSV1 | TEXT, "x"));
        assertNoted(
                "the client sent a frame after its Close frame (RFC 6455, 5.5.1)",
                masked(FIN | 8, close(1000, "")),
                masked(FIN | TEXT, "late"));
    }

    private static void assertNoted(String problem, byte[]... frames) {
        WebSocketPlay play = new WebSocketPlay("").client(frames);
        assertThat(play.toServer.toByteArray()).as(problem).isEqualTo(join(frames));
        assertThat(play.flow().webSocket().problem()).isEqualTo(problem);
    }

    @Test
    void bytesThatAreNoFramesPassAndAreRecordedPieceByPiece() {
        WebSocketPlay play = new WebSocketPlay("");
        byte[] impossible = {(byte) (FIN | TEXT), 127, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0};
        play.server(frame(FIN | TEXT, "fine"), impossible, latin1("anything"));

        assertThat(play.messages()).extracting(Message::kind).endsWith(Message.Kind.RAW, Message.Kind.RAW);
        assertThat(play.messages().get(1).data()).isEqualTo(impossible);
        assertThat(play.messages().get(2).data()).isEqualTo(latin1("anything"));
        assertThat(play.toClient.toByteArray())
                .isEqualTo(join(frame(FIN | TEXT, "fine"), impossible, latin1("anything")));
        assertThat(play.flow().webSocket().problem()).startsWith("the server sent bytes that are not WebSocket frames");
    }

    @Test
    void aLongWebSocketPublishesItsCountersPeriodically() {
        WebSocketPlay play = new WebSocketPlay("");
        for (int i = 0; i < 2 * WebSocketRelay.MILESTONE; i++) {
            play.client(masked(FIN | TEXT, "x"));
        }
        assertThat(play.facts.stream()
                        .filter(FlowEvent.Changed.class::isInstance)
                        .map(fact -> ((FlowEvent.Changed) fact).flow().messages()))
                .endsWith((long) WebSocketRelay.MILESTONE, 2L * WebSocketRelay.MILESTONE);
    }

    @Test
    void anExtendedConnectThatTheServerAgreesToIsAWebSocketToo() {
        assertThat(connect("HTTP/2.0", 200).isWebSocket()).isTrue();
        assertThat(connect("HTTP/2.0", 200).flow().state()).isEqualTo(FlowState.OPEN);
        assertThat(connect("HTTP/2.0", 200).flow().webSocket()).isEqualTo(WebSocket.OPENED);
        assertThat(connect("HTTP/2.0", 404).isWebSocket()).isFalse();
        assertThat(connect("HTTP/2.0", 404).flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aServerOfHttp1AgreesToAnExtendedConnectByA101Alone() {
        assertThat(connect("HTTP/1.1", 101).isWebSocket()).isTrue();
        assertThat(connect("HTTP/1.1", 200).isWebSocket()).isFalse();
    }

    private static HttpExchange connect(String version, int status) {
        HttpExchange exchange = new HttpExchange(
                Playbook.runtime(List.of()),
                new RecordingWire(),
                Runnable::run,
                Playbook.peer("client", 50_000),
                Playbook.request("GET", "/chat", ":protocol", "websocket"),
                Notes.NONE);
        exchange.offersWebSocket();
        exchange.beginRequest();
        exchange.requestEnd(null);
        exchange.upstreamReady(Playbook.peer("origin.test", 80));
        HttpResponse given = Playbook.response(status);
        exchange.responseHead(new HttpResponse(
                version, status, "", given.headers(), null, given.body(), given.started(), given.ended()));
        exchange.responseEnd(null);
        return exchange;
    }

    @Test
    void anAnswerOfAHandlerIsNoServersAgreement() {
        HttpResponse answer = new HttpResponse("HTTP/2.0", 200, "", Headers.EMPTY, null, Body.NONE, 0, 0);
        HttpExchange exchange = new HttpExchange(
                Playbook.runtime(
                        List.of(Playbook.on(Hook.REQUEST_HEAD, (flow, context) -> new Verdict.Answer<>(answer)))),
                new RecordingWire(),
                Runnable::run,
                Playbook.peer("client", 50_000),
                Playbook.request("GET", "/chat", ":protocol", "websocket"),
                Notes.NONE);
        exchange.offersWebSocket();
        exchange.beginRequest();
        exchange.requestEnd(null);

        assertThat(exchange.isWebSocket()).isFalse();
        assertThat(exchange.isClosed()).isTrue();
    }
}
