package dev.steno.interop.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.loss.Loss;
import dev.steno.interop.tnetstring.TnetReader;
import dev.steno.interop.tnetstring.TnetValue;
import dev.steno.redact.RedactionKey;
import dev.steno.redact.RedactionRules;
import dev.steno.redact.Redactor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in a flow file that Steno writes. */
class MitmExporterTest {
    private static final long BEGAN = 1_767_323_045_678_901_000L;

    private static final List<String> FLOW = List.of(
            "version",
            "type",
            "id",
            "error",
            "client_conn",
            "server_conn",
            "intercepted",
            "is_replay",
            "marked",
            "metadata",
            "comment",
            "timestamp_created");
    private static final List<String> CONNECTION = List.of(
            "id",
            "error",
            "tls",
            "certificate_list",
            "alpn",
            "alpn_offers",
            "cipher_list",
            "tls_version",
            "sni",
            "timestamp_start",
            "timestamp_end",
            "timestamp_tls_setup",
            "sockname",
            "peername",
            "cipher",
            "transport_protocol");
    private static final List<String> MESSAGE =
            List.of("http_version", "headers", "content", "trailers", "timestamp_start", "timestamp_end");

    @TempDir
    Path folder;

    private static HttpFlow http(long id, String path, Body body, @Nullable WebSocket socket) {
        Peer client =
                new Peer(1, new Endpoint("127.0.0.1", 50001), null, null, BEGAN, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                "GET",
                "http",
                "a.example",
                80,
                path,
                "HTTP/1.1",
                Headers.of("Host", "a.example", "Cookie", "id=secret"),
                null,
                Body.NONE,
                BEGAN,
                BEGAN);
        HttpResponse response = new HttpResponse(
                "HTTP/1.1", 200, "OK", Headers.of("Content-Type", "application/json"), null, body, BEGAN, BEGAN);
        return new HttpFlow(
                id,
                1,
                FlowState.COMPLETE,
                BEGAN,
                1000,
                client,
                null,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                socket,
                null);
    }

    private static List<FlowEvent> flows() {
        WebSocket socket = new WebSocket(new WebSocket.Sent(1, 1, 0, 0), new WebSocket.Sent(0, 0, 0, 0), 1, null, null);
        HttpFlow http = http(1, "/", Body.NONE, socket);
        TcpFlow tcp = new TcpFlow(
                2,
                1,
                FlowState.COMPLETE,
                BEGAN,
                1000,
                http.client(),
                null,
                new Endpoint("b.example", 25),
                "smtp",
                0,
                0,
                0,
                0,
                null,
                Notes.NONE);
        return List.of(
                Exported.seen(new Message(
                        1,
                        0,
                        BEGAN,
                        Direction.CLIENT_TO_SERVER,
                        Message.Kind.TEXT,
                        true,
                        Message.Edit.NONE,
                        1,
                        new byte[] {'x'})),
                Exported.ended(http),
                Exported.ended(tcp));
    }

    private static List<Map<String, TnetValue>> read(Path file) throws IOException {
        List<Map<String, TnetValue>> flows = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            TnetReader reader = new TnetReader(in, 1 << 24);
            for (TnetValue item = reader.next(); item != null; item = reader.next()) {
                flows.add(entries(item));
            }
        }
        return flows;
    }

    private static Map<String, TnetValue> entries(@Nullable TnetValue value) {
        assertThat(value).isInstanceOf(TnetValue.Dictionary.class);
        return ((TnetValue.Dictionary) Objects.requireNonNull(value)).entries();
    }

    private static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(Arrays.asList(more));
        return all;
    }

    @Test
    void aFlowOfFormat21HasExactlyTheKeysThatMitmproxyKnows() throws IOException {
        List<Map<String, TnetValue>> flows =
                read(Exported.of(folder, 21, flows()).file());
        Map<String, TnetValue> http = flows.get(0);
        assertThat(http.keySet())
                .containsExactlyInAnyOrderElementsOf(with(FLOW, "backup", "request", "response", "websocket"));
        assertThat(entries(http.get("client_conn")).keySet())
                .containsExactlyInAnyOrderElementsOf(with(CONNECTION, "mitmcert", "proxy_mode"));
        assertThat(entries(http.get("server_conn")).keySet())
                .containsExactlyInAnyOrderElementsOf(with(CONNECTION, "address", "via", "timestamp_tcp_setup"));
        assertThat(entries(http.get("request")).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        with(MESSAGE, "host", "port", "method", "scheme", "authority", "path"));
        assertThat(entries(http.get("response")).keySet())
                .containsExactlyInAnyOrderElementsOf(with(MESSAGE, "status_code", "reason"));
        assertThat(entries(http.get("websocket")).keySet())
                .containsExactlyInAnyOrder(
                        "messages", "closed_by_client", "close_code", "close_reason", "timestamp_end");
        assertThat(flows.get(1).keySet()).containsExactlyInAnyOrderElementsOf(with(FLOW, "backup", "messages"));
    }

    @Test
    void aFlowOfFormat17HasTheKeysOfMitmproxy8() throws IOException {
        Map<String, TnetValue> http =
                read(Exported.of(folder, 17, flows()).file()).get(0);
        assertThat(http.keySet()).containsExactlyInAnyOrderElementsOf(with(FLOW, "request", "response", "websocket"));
        List<String> shared = new ArrayList<>(CONNECTION);
        shared.removeAll(List.of("sockname", "peername", "cipher", "transport_protocol"));
        shared.addAll(List.of("address", "cipher_name", "tls_established", "state"));
        assertThat(entries(http.get("client_conn")).keySet())
                .containsExactlyInAnyOrderElementsOf(with(shared, "mitmcert", "sockname", "tls_extensions"));
        assertThat(entries(http.get("server_conn")).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        with(shared, "ip_address", "source_address", "timestamp_tcp_setup", "via", "via2"));
    }

    @Test
    void namesAreUuidsOfVersion8AndTheSameInASecondExport() throws IOException {
        Map<String, TnetValue> one =
                read(Exported.of(folder, 21, flows()).file()).get(0);
        Map<String, TnetValue> two =
                read(Exported.of(folder, 21, flows()).file()).get(0);
        assertThat(one.get("id")).isEqualTo(two.get("id"));
        UUID name = UUID.fromString(((TnetValue.Text) Objects.requireNonNull(one.get("id"))).value());
        assertThat(name.version()).isEqualTo(8);
        assertThat(name.variant()).isEqualTo(2);
        assertThat(name.getMostSignificantBits() >>> 16).isEqualTo(BEGAN / 1_000_000);
        assertThat(entries(one.get("client_conn")).get("id")).isNotEqualTo(one.get("id"));
    }

    @Test
    void aVersionThatIsNotWrittenIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Exported.of(folder, 18, flows()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 18")
                .hasMessageContaining("21")
                .hasMessageContaining("17");
    }

    @Test
    void aFlowWithABodyOfMoreThan2GibIsLeftOutAndCounted() throws IOException {
        Exported exported = Exported.of(
                folder,
                21,
                List.of(
                        Exported.ended(http(1, "/huge", new Body.Stored(1, 3L << 30, 3L << 30, true), null)),
                        Exported.ended(http(2, "/next", Body.NONE, null))));
        assertThat(exported.result().flows()).isEqualTo(1);
        assertThat(exported.result().losses().times(Loss.KIND_UNSUPPORTED)).isEqualTo(1);
        assertThat(read(exported.file())).hasSize(1);
    }

    @Test
    void aLargeBodyWithoutItsSecretsHasItsOwnLength() throws IOException {
        StringBuilder json = new StringBuilder("{\"list\":[");
        for (int i = 0; i < 10_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"password\":\"topsecret")
                    .append(i)
                    .append("\"}");
        }
        byte[] whole = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        List<FlowEvent> facts = new ArrayList<>();
        for (int at = 0; at < whole.length; at += Body.Stored.CHUNK) {
            facts.add(new FlowEvent.BodyChunk(
                    1,
                    at / Body.Stored.CHUNK,
                    Arrays.copyOfRange(whole, at, Math.min(whole.length, at + Body.Stored.CHUNK))));
        }
        facts.add(Exported.ended(http(1, "/", new Body.Stored(1, whole.length, whole.length, true), null)));
        facts.add(Exported.ended(http(2, "/next", Body.NONE, null)));
        Redactor redactor = Redactor.of(
                RedactionRules.parse(List.of("usual", "json:$..password")), RedactionKey.of(new byte[32], "a session"));
        Exported exported = Exported.of(folder, 21, facts, redactor);
        assertThat(Files.readString(exported.file(), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
        try (ImportedSession session = ImportedSession.of(exported.file(), folder)) {
            assertThat(session.result.damage()).isNull();
            assertThat(session.flows()).hasSize(2);
            Body body = Objects.requireNonNull(session.http(0).response()).body();
            assertThat(new String(session.bytes(body), StandardCharsets.UTF_8))
                    .startsWith("{\"list\":[{\"password\":\"")
                    .endsWith("\"}]}");
        }
    }
}
