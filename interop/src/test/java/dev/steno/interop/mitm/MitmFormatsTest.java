package dev.steno.interop.mitm;

import static dev.steno.interop.mitm.FlowFile.b;
import static dev.steno.interop.mitm.FlowFile.dict;
import static dev.steno.interop.mitm.FlowFile.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flow files of all versions, read as they are: mitmproxy#5714, mitmproxy2swagger#84, #110 and #21 ask for it. */
class MitmFormatsTest {
    @TempDir
    Path folder;

    @SafeVarargs
    private ImportedSession imported(Map<String, @Nullable Object>... flows) throws IOException {
        return ImportedSession.of(FlowFile.write(folder, flows), folder);
    }

    private static HttpResponse answer(HttpFlow flow) {
        return Objects.requireNonNull(flow.response(), "no response");
    }

    @Test
    void aFlowOfFormat21IsImportedWithEveryFact() throws IOException {
        Map<String, @Nullable Object> flow = FlowFile.http("/a?\u00FF", b("ask"), b("answer"));
        flow.put("marked", ":grapes:");
        flow.put("comment", "gr\u00FC\u00DFe");
        flow.put("is_replay", "request");
        flow.put("metadata", dict("proxyauth", list("user", "word"), "note", "n", "count", 3));
        try (ImportedSession session = imported(flow)) {
            HttpFlow http = session.http(0);
            HttpRequest request = http.request();
            assertThat(request.url()).isEqualTo("https://a.example/a?\u00FF");
            assertThat(request.started()).isEqualTo(1767323045_678901000L);
            assertThat(request.ended()).isEqualTo(1767323045_700000000L);
            assertThat(session.bytes(request.body())).isEqualTo(b("ask"));
            assertThat(answer(http).status()).isEqualTo(200);
            assertThat(answer(http).ended()).isEqualTo(1767323045_900002000L);
            assertThat(session.bytes(answer(http).body())).isEqualTo(b("answer"));
            assertThat(http.duration()).isEqualTo(221_101_000L);
            assertThat(http.state()).isEqualTo(FlowState.COMPLETE);
            assertThat(http.client().address()).isEqualTo(new Endpoint("127.0.0.1", 50001));
            assertThat(http.client().local()).isEqualTo(new Endpoint("127.0.0.1", 8080));
            Peer server = Objects.requireNonNull(http.server());
            assertThat(server.ip()).isEqualTo(new Endpoint("192.0.2.7", 443));
            assertThat(server.connected()).isEqualTo(1767323045_010000000L);
            Tls tls = Objects.requireNonNull(server.tls());
            assertThat(tls.version()).isEqualTo("TLSv1.3");
            assertThat(tls.alpnOffers()).containsExactly("h2", "http/1.1");
            Notes notes = http.notes();
            assertThat(notes.mark()).isEqualTo(":grapes:");
            assertThat(notes.comment()).isEqualTo("gr\u00FC\u00DFe");
            assertThat(notes.replay()).isEqualTo(Notes.Replay.REQUEST);
            assertThat(notes.metadata())
                    .containsEntry("proxyauth", "[\"user\",\"word\"]")
                    .containsEntry("note", "n")
                    .containsEntry("count", "3")
                    .containsEntry(ImportMarks.FROM, "mitmproxy flow file, format 21")
                    .containsEntry(ImportMarks.PLACE, "item 1");
            assertThat(session.result.losses().isLossy()).isFalse();
        }
    }

    @Test
    void aFlowOfVersion010IsImported() throws IOException {
        Map<String, @Nullable Object> address = dict("address", list(b("127.0.0.1"), 4001), "use_ipv6", false);
        Map<String, @Nullable Object> flow = dict(
                "version", list(0, 10),
                "type", b("http"),
                "id", b("x"),
                "error", null,
                "intercepted", false,
                "client_conn",
                        dict(
                                "address",
                                address,
                                "clientcert",
                                null,
                                "ssl_established",
                                false,
                                "timestamp_start",
                                1400000000.25,
                                "timestamp_end",
                                null,
                                "timestamp_ssl_setup",
                                null),
                "server_conn",
                        dict(
                                "address",
                                dict("address", list(b("old.example"), 8080), "use_ipv6", false),
                                "source_address",
                                address,
                                "state",
                                list(),
                                "cert",
                                null,
                                "sni",
                                null,
                                "ssl_established",
                                false,
                                "timestamp_start",
                                1400000000.5,
                                "timestamp_end",
                                null,
                                "timestamp_tcp_setup",
                                1400000000.75,
                                "timestamp_ssl_setup",
                                null),
                "request",
                        dict(
                                "httpversion", list(1, 0),
                                "form_in", b("absolute"),
                                "method", b("GET"),
                                "scheme", b("http"),
                                "host", b("old.example"),
                                "port", 8080,
                                "path", b("http://old.example:8080/p"),
                                "headers", list(list(b("A"), b("1")), list(b("A"), b("2"))),
                                "content", b(""),
                                "timestamp_start", 1400000001,
                                "timestamp_end", 1400000002),
                "response",
                        dict(
                                "httpversion", list(1, 1),
                                "code", 404,
                                "msg", b("Not There"),
                                "headers", list(),
                                "content", b("gone"),
                                "timestamp_start", 1400000003.5,
                                "timestamp_end", 1400000004.5));
        Map<String, @Nullable Object> failed = dict(
                "version", list(0, 13),
                "type", b("http"),
                "error", dict("msg", b("Connection killed."), "timestamp", 1400000001.5),
                "request", flow.get("request"),
                "response", null);
        try (ImportedSession session = imported(flow, failed)) {
            HttpFlow http = session.http(0);
            assertThat(http.request().url()).isEqualTo("http://old.example:8080/p");
            assertThat(http.request().version()).isEqualTo("HTTP/1.0");
            assertThat(http.request().headers().all("a")).containsExactly("1", "2");
            assertThat(answer(http).status()).isEqualTo(404);
            assertThat(answer(http).reason()).isEqualTo("Not There");
            assertThat(session.bytes(answer(http).body())).isEqualTo(b("gone"));
            assertThat(http.client().address()).isEqualTo(new Endpoint("127.0.0.1", 4001));
            assertThat(http.client().connection()).isPositive();
            assertThat(http.notes().metadata()).containsEntry(ImportMarks.FROM, "mitmproxy flow file, version 0.10");

            HttpFlow killed = session.http(1);
            assertThat(killed.state()).isEqualTo(FlowState.FAILED);
            assertThat(killed.server()).isNull();
            assertThat(Objects.requireNonNull(killed.error()).message()).isEqualTo("Connection killed.");
            assertThat(killed.notes().metadata()).containsEntry(FlowStates.KILLED, "true");
        }
    }

    @Test
    void theNamesOfTheFormatsBetweenAreUnderstood() throws IOException {
        Map<String, @Nullable Object> flow = FlowFile.http("/", b(""), b("x"));
        flow.put("version", 7);
        flow.put("marked", true);
        flow.put("mode", "regular");
        flow.remove("is_replay");
        Map<String, @Nullable Object> request = FlowFile.request("/", b(""));
        request.put("is_replay", true);
        request.put("first_line_format", "relative");
        flow.put("request", request);
        Map<String, @Nullable Object> server = FlowFile.server();
        server.put("ip_address", server.remove("peername"));
        server.put("source_address", server.remove("sockname"));
        server.put("alpn_proto_negotiated", server.remove("alpn"));
        server.put("tls_established", server.remove("tls"));
        server.put("sni", true);
        flow.put("server_conn", server);
        try (ImportedSession session = imported(flow)) {
            HttpFlow http = session.http(0);
            Peer peer = Objects.requireNonNull(http.server());
            assertThat(peer.ip()).isEqualTo(new Endpoint("192.0.2.7", 443));
            assertThat(peer.local()).isEqualTo(new Endpoint("192.0.2.1", 40000));
            assertThat(Objects.requireNonNull(peer.tls()).alpn()).isEqualTo("http/1.1");
            assertThat(Objects.requireNonNull(peer.tls()).sni()).isEqualTo("a.example");
            assertThat(http.notes().mark()).isEqualTo(":default:");
            assertThat(http.notes().replay()).isEqualTo(Notes.Replay.REQUEST);
        }
    }

    @Test
    void aNewerFormatIsNamedAndRefused() {
        Map<String, @Nullable Object> flow = FlowFile.http("/", b(""), b(""));
        flow.put("version", 22);
        assertThatThrownBy(() -> imported(flow))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageContaining("format 22")
                .hasMessageContaining("newer than 21")
                .hasMessageContaining("HAR");
    }

    @Test
    void theUrlHasTheNameThatWasAskedForAndTheServerTheAddressConnectedTo() throws IOException {
        Map<String, @Nullable Object> flow = FlowFile.http("/t", b(""), b(""));
        Map<String, @Nullable Object> request = FlowFile.request("/t", b(""));
        request.put("host", "3.33.235.18");
        request.put("headers", list(list(b("Host"), b("shop.example:8443"))));
        flow.put("request", request);
        Map<String, @Nullable Object> server = FlowFile.server();
        server.put("address", list("3.33.235.18", 443));
        flow.put("server_conn", server);
        Map<String, @Nullable Object> named = FlowFile.http("/n", b(""), b(""));
        Map<String, @Nullable Object> h2 = FlowFile.request("/n", b(""));
        h2.put("http_version", b("HTTP/2.0"));
        h2.put("headers", list());
        h2.put("authority", b("b.example"));
        named.put("request", h2);
        Map<String, @Nullable Object> odd = FlowFile.http("/o", b(""), b(""));
        Map<String, @Nullable Object> badHost = FlowFile.request("/o", b(""));
        badHost.put("headers", list(list(b("Host"), b("no host/at all"))));
        odd.put("request", badHost);
        try (ImportedSession session = imported(flow, named, odd)) {
            assertThat(session.http(0).request().url()).isEqualTo("https://shop.example:8443/t");
            assertThat(Objects.requireNonNull(session.http(0).server()).address())
                    .isEqualTo(new Endpoint("3.33.235.18", 443));
            assertThat(session.http(1).request().url()).isEqualTo("https://b.example/n");
            assertThat(session.http(2).request().url()).isEqualTo("https://a.example/o");
        }
    }

    @Test
    void aContentThatWasNotRecordedIsMissingAndAnEmptyOneIsNone() throws IOException {
        Map<String, @Nullable Object> missing = FlowFile.http("/m", null, null);
        Map<String, @Nullable Object> response = FlowFile.response(null);
        response.put("headers", list(list(b("Content-Length"), b("12345"))));
        missing.put("response", response);
        try (ImportedSession session = imported(missing, FlowFile.http("/e", b(""), b("")))) {
            HttpFlow http = session.http(0);
            assertThat(answer(http).body()).isEqualTo(new Body.Stored(0, 0, 12345, true));
            assertThat(http.notes().metadata()).containsEntry(ImportMarks.RESPONSE_BODY, ImportMarks.MISSING);
            assertThat(http.notes().metadata()).doesNotContainKey(ImportMarks.REQUEST_BODY);
            assertThat(answer(session.http(1)).body()).isEqualTo(Body.NONE);
            assertThat(session.http(1).notes().metadata()).doesNotContainKey(ImportMarks.RESPONSE_BODY);
            assertThat(session.result.losses().times(Loss.BODY_MISSING)).isEqualTo(1);
        }
    }

    @Test
    void whatWasEditedKeepsItsOriginal() throws IOException {
        Map<String, @Nullable Object> edited = FlowFile.http("/edited", b("new"), b("x"));
        Map<String, @Nullable Object> before = FlowFile.http("/", b("old"), b("x"));
        before.remove("backup");
        edited.put("backup", before);
        Map<String, @Nullable Object> same = FlowFile.http("/", b(""), b("x"));
        same.put("comment", "only the comment differs");
        same.put("backup", FlowFile.http("/", b(""), b("x")));
        try (ImportedSession session = imported(edited, same)) {
            HttpFlow original = Objects.requireNonNull(session.http(0).original());
            assertThat(original.request().path()).isEqualTo("/");
            assertThat(session.bytes(original.request().body())).isEqualTo(b("old"));
            assertThat(session.http(1).original()).isNull();
        }
    }

    @Test
    void whatWasInterceptedIsInterruptedAndWhatHasAnErrorFailed() throws IOException {
        Map<String, @Nullable Object> held = FlowFile.http("/held", b(""), b(""));
        held.put("response", null);
        held.put("intercepted", true);
        Map<String, @Nullable Object> refused = FlowFile.http("/refused", b(""), b(""));
        refused.put("response", null);
        refused.put("error", dict("msg", "[Errno 111] Connection refused", "timestamp", 1767323046.5));
        try (ImportedSession session = imported(held, refused)) {
            assertThat(session.http(0).state()).isEqualTo(FlowState.INTERRUPTED);
            assertThat(session.http(1).state()).isEqualTo(FlowState.FAILED);
            FlowError error = Objects.requireNonNull(session.http(1).error());
            assertThat(error.step()).isEqualTo(FlowError.Step.CONNECT);
            assertThat(error.time()).isEqualTo(1767323046_500000000L);
        }
    }

    @Test
    void messagesOfAWebSocketAreImportedWithWhatBecameOfThem() throws IOException {
        Map<String, @Nullable Object> flow = FlowFile.http("/chat", b(""), b(""));
        flow.put(
                "websocket",
                dict(
                        "messages",
                        list(
                                list(1, true, b("hello"), 1767323046.0, false, false),
                                list(2, false, b("\u0000\u0001"), 1767323046.5, true, false),
                                list(1, false, b("put in"), 1767323047.0, false, true)),
                        "closed_by_client",
                        true,
                        "close_code",
                        1000,
                        "close_reason",
                        "bye",
                        "timestamp_end",
                        1767323048.0));
        try (ImportedSession session = imported(flow)) {
            HttpFlow http = session.http(0);
            WebSocket socket = Objects.requireNonNull(http.webSocket());
            assertThat(socket.client()).isEqualTo(new WebSocket.Sent(1, 5, 0, 0));
            assertThat(socket.server()).isEqualTo(new WebSocket.Sent(2, 8, 0, 0));
            assertThat(socket.close()).isEqualTo(new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "bye"));
            List<Message> messages = session.reader().messages(http.id(), 0, 10);
            assertThat(messages)
                    .extracting(Message::edit)
                    .containsExactly(Message.Edit.NONE, Message.Edit.DROPPED, Message.Edit.INJECTED);
            assertThat(messages)
                    .extracting(Message::kind)
                    .containsExactly(Message.Kind.TEXT, Message.Kind.BINARY, Message.Kind.TEXT);
            assertThat(messages.get(1).time()).isEqualTo(1767323046_500000000L);
        }
    }

    private static Map<String, @Nullable Object> oldSocket(String handshake, Object... messages) {
        Map<String, @Nullable Object> socket = FlowFile.flow("websocket");
        socket.put("version", 7);
        socket.put("id", "of its own");
        socket.put("metadata", dict("websocket_handshake", handshake));
        socket.put("messages", List.of(messages));
        socket.put("close_sender", "server");
        socket.put("close_code", 1001);
        socket.put("close_reason", "away");
        return socket;
    }

    @Test
    void aWebSocketOfFormat7IsFoldedIntoItsHandshake() throws IOException {
        Map<String, @Nullable Object> handshake = FlowFile.http("/chat", b(""), b(""));
        handshake.put("version", 7);
        handshake.put("id", "hand");
        handshake.put("metadata", dict("websocket", true));
        Object one = list(1, true, b("one"), 1767323046.0, false);
        Object two = list(1, false, b("two"), 1767323047.0, false);
        try (ImportedSession session = imported(
                handshake,
                oldSocket("hand", one),
                FlowFile.http("/other", b(""), b("")),
                oldSocket("hand", one, two),
                oldSocket("unknown", one))) {
            assertThat(session.flows()).hasSize(3);
            HttpFlow http = session.http(0);
            assertThat(http.revision()).isEqualTo(2);
            WebSocket socket = Objects.requireNonNull(http.webSocket());
            assertThat(socket.messages()).isEqualTo(2);
            assertThat(socket.close()).isEqualTo(new WebSocket.Close(Direction.SERVER_TO_CLIENT, 1001, "away"));
            assertThat(session.reader().messages(http.id(), 0, 10))
                    .extracting(message -> new String(message.data()))
                    .containsExactly("one", "two");
            HttpFlow alone = session.http(2);
            assertThat(alone.request().host()).isEqualTo("a.example");
            assertThat(Objects.requireNonNull(alone.webSocket()).messages()).isEqualTo(1);
            assertThat(session.result.losses().times(Loss.DETAILS)).isEqualTo(1);
        }
    }

    @Test
    void rawStreamsAreImportedAndDnsIsDeclared() throws IOException {
        Map<String, @Nullable Object> tcp = FlowFile.flow("tcp");
        tcp.put("messages", list(list(true, b("ping"), 1767323046.0), list(false, b("pong!"), 1767323046.25)));
        Map<String, @Nullable Object> udp = FlowFile.flow("udp");
        udp.put("messages", list(list(true, b("q"), 1767323046.0)));
        Map<String, @Nullable Object> dns = FlowFile.flow("dns");
        dns.put("request", dict("id", 1));
        dns.put("response", null);
        try (ImportedSession session = imported(tcp, dns, udp)) {
            assertThat(session.flows()).hasSize(2);
            TcpFlow stream = (TcpFlow) session.flows().get(0);
            assertThat(stream.protocol()).isEqualTo("tcp");
            assertThat(stream.target()).isEqualTo(new Endpoint("a.example", 443));
            assertThat(stream.sentByClient()).isEqualTo(4);
            assertThat(stream.sentByServer()).isEqualTo(5);
            assertThat(session.reader().messages(stream.id(), 0, 10))
                    .extracting(Message::time)
                    .containsExactly(1767323046_000000000L, 1767323046_250000000L);
            assertThat(((TcpFlow) session.flows().get(1)).protocol()).isEqualTo("udp");
            assertThat(session.result.losses().times(Loss.KIND_UNSUPPORTED)).isEqualTo(1);
        }
    }

    @Test
    void whatTheFileDoesNotSayIsNotInvented() throws IOException {
        Map<String, @Nullable Object> bare =
                dict("version", 21, "request", dict("method", b("GET"), "host", "a.example", "port", 80));
        Map<String, @Nullable Object> none = dict("version", 21, "type", "http");
        try (ImportedSession session = imported(bare, none)) {
            assertThat(session.flows()).hasSize(1);
            HttpFlow http = session.http(0);
            assertThat(http.request().url()).isEqualTo("http://a.example/");
            assertThat(http.started()).isEqualTo(dev.steno.flow.Times.UNSET);
            assertThat(http.client().address()).isEqualTo(new Endpoint("", 0));
            assertThat(http.notes().metadata()).containsEntry("import.version", "guessed");
            assertThat(session.result.losses().times(Loss.TIME_MISSING)).isEqualTo(1);
            assertThat(session.result.losses().times(Loss.NO_REQUEST)).isEqualTo(1);
        }
    }
}
