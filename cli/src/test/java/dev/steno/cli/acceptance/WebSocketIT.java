package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.StenoProcess;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets with third-party peers: Node's ws package on both sides, and the JDK's client. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WebSocketIT {
    private static final String TALK = "text, text, binary, text, binary, fragmented, ponged, 4000 as you wish \u00fc";
    private static final int LARGE = 3 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 1, none", "1, 1, permessage-deflate", "1, 0, permessage-deflate"})
    void whatNodesPeersSayIsInTheSessionMessageByMessage(String deflate, String takeover, String agreed)
            throws Exception {
        Node.need("ws");
        Map<String, String> settings = Map.of("DEFLATE", deflate, "TAKEOVER", takeover);
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.startWith(settings, folder, "ws-peers.js")) {
            String url = "ws://127.0.0.1:" + server.await("port ") + "/chat";
            try (Node client =
                    Node.startWith(settings, folder, "ws-peers.js", "client", url, "127.0.0.1:" + steno.port())) {
                assertThat(client.await("done ")).isEqualTo(TALK);
                assertThat(client.await("extensions ")).isEqualTo(agreed);
            }
            steno.stop();
            assertThat(server.output()).doesNotContain("error");
        }
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = webSocket(reader);
            assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(flow.error()).isNull();
            WebSocket passed = Objects.requireNonNull(flow.webSocket());
            assertThat(passed.problem()).isNull();
            assertThat(passed.client().messages()).isEqualTo(8);
            assertThat(passed.server().messages()).isEqualTo(7);
            assertThat(passed.client().pings()).isEqualTo(1);
            assertThat(passed.client().pongs()).isEqualTo(1);
            assertThat(passed.server().pings()).isEqualTo(1);
            assertThat(passed.close())
                    .isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 4000, latin1("as you wish \u00fc")));
            List<Message> messages = reader.messages(flow.id(), 0, 1000);
            assertThat(text(messages, Direction.CLIENT_TO_SERVER).replaceAll("(large message )+[a-z ]*", "LARGE"))
                    .isEqualTo(
                            "hello \u00fc|hello \u00fc again, hello \u00fc again|\u0000\u0001\u0002\ufffd||LARGE|fragmented|ping"
                                    + " me|close me|");
            assertThat(messages.stream()
                            .filter(m -> !m.direction().isFromClient() && m.kind() == Message.Kind.BINARY)
                            .mapToInt(m -> m.data().length)
                            .sum())
                    .isEqualTo(4 + LARGE);
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        assertThat(StenoProcess.call("ls", session, "--filter", "~websocket & ~bs ponged")
                        .text()
                        .lines())
                .hasSize(1);
        assertThat(StenoProcess.call("show", session, 1).text())
                .contains("by the server, code 4000: as you wish")
                .contains("fragmented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void nodesClientTakesAReverseListenerForItsServer(String scheme) throws Exception {
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        try (Node server = Node.startWith(Map.of("DEFLATE", "1"), folder, "ws-peers.js")) {
            String origin = "127.0.0.1:" + server.await("port ");
            try (StenoProcess steno = StenoProcess.record(session, "--mode", "reverse:http://" + origin)) {
                String url = scheme + "://localhost:" + steno.port() + "/chat?room=1";
                Map<String, String> settings =
                        Map.of("DEFLATE", "1", "NODE_EXTRA_CA_CERTS", steno.ca().toString());
                try (Node client = Node.startWith(settings, folder, "ws-peers.js", "client", url)) {
                    assertThat(client.await("done ")).isEqualTo(TALK);
                    assertThat(client.await("extensions ")).isEqualTo("permessage-deflate");
                }
                steno.stop();
            }
            assertThat(server.output()).doesNotContain("error");
            try (SessionReader reader = SqliteSessionReader.open(session)) {
                HttpFlow flow = webSocket(reader);
                assertThat(flow.state()).isEqualTo(FlowState.COMPLETE);
                assertThat(flow.request().url()).isEqualTo("http://" + origin + "/chat?room=1");
                assertThat(flow.client().tls() != null).isEqualTo(scheme.equals("wss"));
                assertThat(Objects.requireNonNull(flow.webSocket()).client().messages())
                        .isEqualTo(8);
                assertThat(flow.webSocket().server().messages()).isEqualTo(7);
                assertThat(flow.webSocket().problem()).isNull();
            }
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
    }

    @Test
    void aServerThatLeavesWithoutAWordIsRecordedAsAbnormal() throws Exception {
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.startWith(Map.of(), folder, "ws-peers.js");
                Node client = Node.startWith(
                        Map.of("END", "leave"),
                        folder,
                        "ws-peers.js",
                        "client",
                        "ws://127.0.0.1:" + server.await("port "),
                        "127.0.0.1:" + steno.port())) {
            assertThat(client.await("done ")).endsWith(", 1006");
            steno.stop();
        }
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = webSocket(reader);
            assertThat(flow.state()).isEqualTo(FlowState.FAILED);
            assertThat(Objects.requireNonNull(flow.webSocket()).close())
                    .isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, WebSocket.Close.ABNORMAL, ""));
        }
    }

    @Test
    void afterAKillTheMessagesOfAnOpenWebSocketAreThere() throws Exception {
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.startWith(Map.of(), folder, "ws-peers.js");
                Node client = Node.startWith(
                        Map.of("END", "hold"),
                        folder,
                        "ws-peers.js",
                        "client",
                        "ws://127.0.0.1:" + server.await("port "),
                        "127.0.0.1:" + steno.port())) {
            client.await("holding");
            Awaitility.await().until(() -> count(session) >= 7 + 6 + 2 * (LARGE / Message.LIMIT - 1));
            try (SessionReader reader = SqliteSessionReader.open(session)) {
                assertThat(webSocket(reader).state()).isEqualTo(FlowState.OPEN);
            }
            steno.kill();
        }
        long before = count(session);
        try (StenoProcess again = StenoProcess.record(session)) {
            assertThat(again.err()).contains("1 flow marked interrupted");
            again.stop();
        }
        assertThat(StenoProcess.call("verify", session).code()).isZero();
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = webSocket(reader);
            assertThat(flow.state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(flow.messages()).isEqualTo(before);
            assertThat(Objects.requireNonNull(flow.webSocket()).client().messages())
                    .isEqualTo(7);
            assertThat(text(reader.messages(flow.id(), 0, 1000), Direction.CLIENT_TO_SERVER))
                    .contains("|fragmented|ping me|");
        }
    }

    @Test
    void manySmallMessagesPassAndAreAllThere() throws Exception {
        Node.need("ws");
        int many = 50_000;
        Map<String, String> settings = Map.of("MANY", Integer.toString(many));
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.startWith(settings, folder, "ws-peers.js");
                Node client = Node.startWith(
                        settings,
                        folder,
                        "ws-peers.js",
                        "client",
                        "ws://127.0.0.1:" + server.await("port "),
                        "127.0.0.1:" + steno.port())) {
            System.out.printf("%d small messages there and back: %s ms%n", many, client.await("many "));
            client.await("done ");
            steno.stop();
        }
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = webSocket(reader);
            assertThat(Objects.requireNonNull(flow.webSocket()).client().messages())
                    .isEqualTo(many + 8L);
            assertThat(count(session)).isEqualTo(flow.messages());
        }
    }

    @Test
    void theClientOfTheJdkIsCarried() throws Exception {
        Node.need("ws");
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = StenoProcess.record(session);
                Node server = Node.startWith(Map.of("DEFLATE", "1"), folder, "ws-peers.js")) {
            Listener listener = new Listener();
            java.net.http.WebSocket socket = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", steno.port())))
                    .build()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.await("port ") + "/jdk"), listener)
                    .get(180, TimeUnit.SECONDS);
            socket.sendText("from the ", false).get(180, TimeUnit.SECONDS);
            socket.sendText("JDK", true).get(180, TimeUnit.SECONDS);
            assertThat(listener.text.get(180, TimeUnit.SECONDS)).isEqualTo("from the JDK");
            socket.sendClose(java.net.http.WebSocket.NORMAL_CLOSURE, "done").get(180, TimeUnit.SECONDS);
            assertThat(listener.closed.get(180, TimeUnit.SECONDS)).isEqualTo(1000);
            steno.stop();
        }
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            HttpFlow flow = webSocket(reader);
            assertThat(Objects.requireNonNull(flow.webSocket()).close())
                    .isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "done"));
            assertThat(text(reader.messages(flow.id(), 0, 10), Direction.SERVER_TO_CLIENT))
                    .isEqualTo("from the JDK|");
        }
    }

    private static final class Listener implements java.net.http.WebSocket.Listener {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                text.complete(parts.toString());
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }
    }

    private static HttpFlow webSocket(SessionReader reader) throws Exception {
        return reader.page(Place.START, 100, false).stream()
                .filter(HttpFlow.class::isInstance)
                .map(HttpFlow.class::cast)
                .filter(flow -> flow.webSocket() != null)
                .findFirst()
                .orElseThrow();
    }

    private static long count(Path session) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            long id = webSocket(reader).id();
            long count = 0;
            for (List<Message> page = reader.messages(id, 0, 1000);
                    !page.isEmpty();
                    page = reader.messages(id, count, 1000)) {
                count += page.size();
            }
            return count;
        }
    }

    /** The messages in one direction, each followed by a vertical bar. */
    private static String text(List<Message> messages, Direction direction) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            if (message.direction() == direction) {
                text.append(new String(message.data(), StandardCharsets.UTF_8)).append(message.last() ? "|" : "");
            }
        }
        return text.toString();
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
