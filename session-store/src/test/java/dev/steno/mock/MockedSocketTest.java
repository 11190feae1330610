package dev.steno.mock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Direction;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.WebSocket;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.http2.FrameClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** A mock plays the server's side of recorded WebSockets. */
class MockedSocketTest extends MockingProxy {
    private static final String CHAT = SHOP + "/chat";
    private static final String SECURE = "wss://shop.invalid/chat";

    /** Handlers of messages make the relay buffer and rewrite; most tests go without. */
    private volatile boolean hooked;

    @Override
    protected Addon[] addons() {
        Addon watching = registrar -> registrar.on(
                Hook.MESSAGE,
                Phase.DECIDE,
                (message, context) -> hooked
                        ? new Verdict.Replace<>(message.saying("changed".getBytes(StandardCharsets.UTF_8)))
                        : Verdict.pass());
        return Stream.concat(Stream.of(super.addons()), Stream.of(watching)).toArray(Addon[]::new);
    }

    private SocketClient chat(String... subprotocols) throws Exception {
        return new SocketClient(proxy.port(), trustingSteno(), SECURE, subprotocols);
    }

    private List<String> recorded() {
        return proxy.messages().stream()
                .map(message -> (message.direction() == Direction.CLIENT_TO_SERVER ? ">" : "<")
                        + new String(message.data(), StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    @Test
    void whatFollowedTheClientsMessageIsSentAfterItAndAllIsRecordedAsOfAnyServer() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket("<welcome", ">one", "<1", "<1b", ">two", "<2").closing(4001, "bye");
        offline(tape);

        SocketClient client = chat();
        assertThat(client.next()).isEqualTo("welcome");
        client.send("one");
        assertThat(client.next()).isEqualTo("1");
        assertThat(client.next()).isEqualTo("1b");
        client.send("two");
        assertThat(client.next()).isEqualTo("2");
        assertThat(client.next()).isEqualTo("close 4001 bye");

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(recorded()).containsExactly("<welcome", ">one", "<1", "<1b", ">two", "<2");
        assertThat(flow.error()).isNull();
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 4001, "bye"));
        assertThat(flow.webSocket().server().messages()).isEqualTo(4);
        assertThat(flow.notes().metadata())
                .containsEntry(Notes.ANSWERED_BY, "mock")
                .containsEntry("mock", "flow 1 of shop.steno");
        assertThat(flow.notes().replay()).isEqualTo(Notes.Replay.RESPONSE);
        assertThat(connects).isEmpty();
    }

    @Test
    void aMessageThatWasNotRecordedGetsNoAnswerAndIsNotedInTheFlow() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket(">{\"id\":1,\"op\":\"get\"}", "<got").closing(1000, "");
        offline(tape);
        set("mock-ignore-json", "$.id");

        SocketClient client = chat();
        client.send("{\"op\":\"put\",\"id\":7}").send("{ \"op\" : \"get\", \"id\": 8 }");

        assertThat(client.next()).isEqualTo("got");
        assertThat(client.next()).isEqualTo("close 1000 ");
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.notes().metadata().get(Notes.ODD))
                .contains("put")
                .contains("not recorded")
                .doesNotContain("\"get\"");
    }

    @Test
    void textIsComparedWithoutWhiteSpaceUnlessItMustBeExact() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket(">say  hello", "<hello").closing(1000, "");
        offline(tape);

        SocketClient loose = chat();
        loose.send(" say hello ");
        assertThat(loose.next()).isEqualTo("hello");

        set("mock-content", "exact");
        SocketClient exact = chat();
        exact.send("say hello").send("say  hello");
        assertThat(exact.next()).isEqualTo("hello");
        HttpFlow flow = (HttpFlow) proxy.ended(2).get(1);
        assertThat(flow.notes().metadata().get(Notes.ODD)).contains("\"say hello\"");
    }

    @Test
    void messagesThatTheClientLeavesOutAreLeftOutByTheServerToo() throws Exception {
        Tape tape = tape();
        tape.get(CHAT)
                .socket(">ping", "<pong", ">ping", "<pong", ">news", "<none")
                .closing(1000, "");
        offline(tape);

        SocketClient client = chat();
        client.send("ping");
        assertThat(client.next()).isEqualTo("pong");
        client.send("news");
        assertThat(client.next()).isEqualTo("none");

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.notes().metadata().get(Notes.ODD)).contains("did not send 1 recorded message");
    }

    @Test
    void aBurstSendsAllAtOnceWhateverTheClientSends() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket(">a", "<1", ">b", "<2").closing(1000, "done");
        offline(tape);
        set("mock-websocket", "burst");

        SocketClient client = chat();

        assertThat(List.of(client.next(), client.next(), client.next())).containsExactly("1", "2", "close 1000 done");
    }

    @Test
    void timedMessagesKeepTheRecordedPauses() throws Exception {
        Tape tape = tape();
        Tape.Exchange exchange = tape.get(CHAT);
        for (int i = 0; i < 101; i++) {
            exchange.socket("<" + i); // a millisecond after the one before
        }
        exchange.closing(1000, "");
        offline(tape);
        set("mock-websocket", "timed");

        SocketClient client = chat();
        for (int i = 0; i < 101; i++) {
            assertThat(client.next()).isEqualTo(Integer.toString(i));
        }

        proxy.ended(1);
        List<Message> sent = proxy.messages();
        assertThat(sent.get(100).time() - sent.get(0).time())
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void longAndBinaryMessagesAreSentWhole() throws Exception {
        byte[] part = new byte[Message.LIMIT];
        Tape tape = tape();
        tape.get(CHAT)
                .row(true, Message.Kind.BINARY, false, Message.Edit.NONE, part.length, part)
                .row(true, Message.Kind.BINARY, true, Message.Edit.NONE, 3, new byte[3])
                .row(false, Message.Kind.BINARY, false, Message.Edit.NONE, part.length, part)
                .row(false, Message.Kind.BINARY, true, Message.Edit.NONE, 5, new byte[5])
                .closing(1000, "");
        offline(tape);
        set("mock-content", "exact");

        SocketClient client = chat();
        client.socket().sendBinary(ByteBuffer.allocate(Message.LIMIT + 3), true).get(60, TimeUnit.SECONDS);

        assertThat(client.next()).isEqualTo("bytes " + (Message.LIMIT + 5));
        assertThat(client.next()).isEqualTo("close 1000 ");
    }

    @Test
    void aMessageThatWasNotRecordedWholeClosesTheWebSocket() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).row(false, Message.Kind.TEXT, true, Message.Edit.NONE, 10, new byte[] {'a'});
        offline(tape);

        assertThat(chat().next()).isEqualTo("close 1011 the recorded message is not whole");
    }

    @Test
    void whatTheRecordedClientDidNotReceiveIsNotSent() throws Exception {
        Tape tape = tape();
        tape.get(CHAT)
                .row(false, Message.Kind.TEXT, true, Message.Edit.DROPPED, 1, new byte[] {'a'})
                .row(false, Message.Kind.RAW, true, Message.Edit.NONE, 1, new byte[] {'b'})
                .row(true, Message.Kind.TEXT, true, Message.Edit.INJECTED, 1, new byte[] {'c'})
                .row(false, Message.Kind.TEXT, true, Message.Edit.INJECTED, 1, new byte[] {'d'})
                .closing(1000, "");
        offline(tape);

        assertThat(chat().next()).isEqualTo("d");
    }

    @Test
    void aWebSocketThatTheClientClosedStaysOpenUntilTheClientClosesIt() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket("<hello");
        offline(tape);

        SocketClient client = chat();
        assertThat(client.next()).isEqualTo("hello");
        client.socket().sendPing(ByteBuffer.allocate(4)).get(60, TimeUnit.SECONDS);
        assertThat(client.next()).isEqualTo("pong");
        client.socket().sendClose(1000, "enough").get(60, TimeUnit.SECONDS);

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.error()).isNull();
        assertThat(flow.webSocket().close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "enough"));
        assertThat(client.next()).startsWith("close 1000");
    }

    @Test
    void aConnectionThatTheServerCutIsCutAgain() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket("<hello").closing(WebSocket.Close.ABNORMAL, "");
        offline(tape);

        SocketClient client = chat();

        assertThat(client.next()).isEqualTo("hello");
        assertThat(client.next()).isIn("error", "close 1006 ");
        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.webSocket().close().code()).isEqualTo(WebSocket.Close.ABNORMAL);
    }

    @Test
    void aSubprotocolIsAgreedToOnlyIfTheClientOffersIt() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).field("Sec-WebSocket-Protocol", "v2").socket("<hello").closing(1000, "");
        offline(tape);

        assertThat(chat("v1", "v2").socket().getSubprotocol()).isEqualTo("v2");
        assertThat(chat("v1").socket().getSubprotocol()).isEmpty();

        assertThat(note(2)).contains("Sec-WebSocket-Protocol left out");
    }

    private static String upgrade(String... fields) {
        return "GET /chat HTTP/1.1\r\nHost: shop.invalid\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + String.join("", fields) + "\r\n";
    }

    @Test
    void aRequestThatIsNoWholeOpeningHandshakeIsRefused() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).asking("Upgrade", "websocket").socket("<hello");
        offline(tape);

        HttpAnswer keyless = shop().send(upgrade().replaceFirst("Sec-WebSocket-Key: .*\r\n", ""))
                .response();
        assertThat(keyless.status()).isEqualTo(400);
        assertThat(keyless.text()).contains("flow 1 of shop.steno").contains("has no Sec-WebSocket-Key");

        HttpAnswer old =
                shop().send(upgrade().replace("Version: 13", "Version: 8")).response();
        assertThat(old.status()).isEqualTo(426);
        assertThat(old.field("Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(old.text()).contains("has not Sec-WebSocket-Version 13");
    }

    @Test
    void compressionIsAgreedToIfBothOfferItAndCompressedMessagesAreCompared() throws Exception {
        Tape tape = tape();
        tape.get(CHAT)
                .field("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=12, x-other")
                .socket(">hello", "<you")
                .closing(1000, "");
        offline(tape);

        RawClient client = shop().send(
                        upgrade("Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; "
                                + "server_max_window_bits=10\r\n"));
        HttpAnswer head = new HttpAnswer(client.wire().readHead(), new byte[0], "");
        assertThat(head.field("Sec-WebSocket-Extensions"))
                .isEqualTo("permessage-deflate; client_no_context_takeover; server_max_window_bits=10");
        assertThat(head.field("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, 1.3
        client.send(compressed("hello"));

        byte[] expected = Bytes.concat(WebSocketFrames.text("you"), WebSocketFrames.close(1000, "", false));
        assertThat(client.wire().readExactly(expected.length)).isEqualTo(expected);
        client.send(WebSocketFrames.close(1000, "", true));
        proxy.ended(1);
        assertThat(recorded()).containsExactly(">hello", "<you");
    }

    @Test
    void compressionIsNotAgreedToIfTheClientMightKeepItsContext() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).field("Sec-WebSocket-Extensions", "permessage-deflate").socket("<you");
        offline(tape);

        RawClient client = shop().send(upgrade("Sec-WebSocket-Extensions: permessage-deflate\r\n"));

        assertThat(client.wire().readHead()).contains(" 101 ").doesNotContain("Sec-WebSocket-Extensions");
    }

    @Test
    void noExtensionIsAgreedToThatTheClientDoesNotOffer() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).field("Sec-WebSocket-Extensions", "permessage-deflate").socket("<you");
        offline(tape);

        RawClient client = shop().send(upgrade());

        assertThat(client.wire().readHead()).contains("101").doesNotContain("Extensions");
        assertThat(client.wire().readExactly(5)).isEqualTo(WebSocketFrames.text("you"));
    }

    private static byte[] compressed(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] out = new byte[100];
        int length =
                deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4; // without the end of RFC 7692, 7.2.1
        deflater.end();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) 0xc1, (byte) (0x80 | length), 0, 0, 0, 0});
        frame.write(out, 0, length);
        return frame.toByteArray();
    }

    @Test
    void aStreamOfHttp2BecomesARecordedWebSocketOfHttp1() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket(">hi", "<you").closing(1000, "bye");
        offline(tape);

        FrameClient client = shop2();
        client.headers(
                1,
                false,
                FrameClient.list(":method=CONNECT | :protocol=websocket | :scheme=https | :path=/chat"
                        + " | :authority=shop.invalid | sec-websocket-version=13"));
        assertThat(client.fields(client.await(FrameClient.HEADERS, 1)))
                .containsEntry(":status", "200")
                .doesNotContainKeys("upgrade", "connection", "sec-websocket-accept");
        client.data(1, false, WebSocketFrames.masked("hi"));
        byte[] expected = Bytes.concat(WebSocketFrames.text("you"), WebSocketFrames.close(1000, "bye", false));
        byte[] read = new byte[0];
        while (read.length < expected.length) {
            read = Bytes.concat(read, client.await(FrameClient.DATA, 1).payload());
        }
        assertThat(read).isEqualTo(expected);
        client.data(1, true, WebSocketFrames.close(1000, "", true));
        assertThat(client.answer(1).reset()).isEqualTo(-1);

        HttpFlow flow = (HttpFlow) proxy.ended(1).get(0);
        assertThat(flow.error()).isNull();
        assertThat(flow.webSocket().close().code()).isEqualTo(1000);
    }

    @Test
    void aRequestThatAsksForNoWebSocketIsNotAnsweredWithOne() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket("<hello");
        tape.get(CHAT).status(426).text("upgrade, please");
        offline(tape);

        assertThat(ask("GET", "/chat").status()).isEqualTo(426);
        assertThat(chat().next()).isEqualTo("hello");
    }

    @Test
    void handlersOfMessagesChangeWhatTheMockSends() throws Exception {
        Tape tape = tape();
        tape.get(CHAT).socket("<hello").closing(1000, "");
        offline(tape);
        hooked = true;

        assertThat(chat().next()).isEqualTo("changed");
        proxy.ended(1);
        assertThat(proxy.messages().get(0).edit()).isEqualTo(Message.Edit.CHANGED);
    }

    @Test
    void aClientThatReadsSlowlyGetsAll() throws Exception {
        Tape tape = tape();
        Tape.Exchange exchange = tape.get(CHAT);
        for (int i = 0; i < 40; i++) {
            exchange.message(false, Message.Kind.BINARY, new byte[Message.LIMIT]);
        }
        exchange.closing(1000, "");
        offline(tape);

        RawClient client = shop().send(upgrade());
        client.wire().readHead();
        for (int i = 0; i < 40; i++) {
            assertThat(client.wire().readExactly(10 + Message.LIMIT)).hasSize(10 + Message.LIMIT);
        }
        assertThat(client.wire().readExactly(4)).isEqualTo(WebSocketFrames.close(1000, "", false));
    }
}
