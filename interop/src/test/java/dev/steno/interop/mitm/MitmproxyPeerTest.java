package dev.steno.interop.mitm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
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
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import dev.steno.interop.ImportedSession;
import dev.steno.interop.loss.Loss;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** mitmproxy 8.1 reads what Steno writes in format 17, and Steno reads what mitmproxy records. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MitmproxyPeerTest {
    private static final long BEGAN = 1_767_323_045_678_901_000L;

    @TempDir
    Path folder;

    @BeforeEach
    void isInstalled() {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "mitmdump")));
        assumeTrue(there, "mitmdump is not installed, so files are not exchanged with mitmproxy");
    }

    private Process mitmdump(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("mitmdump", "--set", "confdir=" + folder.resolve("conf")));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONUNBUFFERED", "1");
        return builder.start();
    }

    private static HttpFlow http(long id, String path, Body body, @Nullable WebSocket socket) {
        Tls tls = new Tls(
                BEGAN,
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                "a.example",
                "h2",
                List.of("h2"),
                List.of(0, 10),
                List.of(),
                null);
        Peer client = new Peer(
                id, new Endpoint("127.0.0.1", 50001), null, null, BEGAN, Times.UNSET, Times.UNSET, tls, null, "socks5");
        Peer server = new Peer(
                id,
                new Endpoint("a.example", 443),
                new Endpoint("192.0.2.1", 443),
                null,
                BEGAN,
                BEGAN,
                Times.UNSET,
                tls,
                null);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "a.example",
                443,
                path,
                "HTTP/2.0",
                Headers.of(":method", "GET", ":authority", "a.example", ":path", path, "accept", "\u00FF"),
                null,
                Body.NONE,
                BEGAN,
                BEGAN);
        HttpResponse response = new HttpResponse(
                "HTTP/2.0", 203, "", Headers.of(":status", "203", "x", "y"), Headers.of("t", "1"), body, BEGAN, BEGAN);
        return new HttpFlow(
                id,
                1,
                FlowState.COMPLETE,
                BEGAN,
                1000,
                client,
                server,
                request,
                response,
                List.of(response.withStatus(103, "")),
                null,
                new Notes("*", "gr\u00FC\u00DFe", Map.of("k", "v"), Notes.Replay.REQUEST),
                socket,
                null);
    }

    /** Flows of all kinds, with the facts before them. */
    private static List<FlowEvent> facts() {
        List<FlowEvent> facts = new ArrayList<>();
        byte[] large = new byte[300_000];
        new Random(1).nextBytes(large);
        facts.add(new FlowEvent.BodyChunk(1, 0, Arrays.copyOf(large, Body.Stored.CHUNK)));
        facts.add(new FlowEvent.BodyChunk(1, 1, Arrays.copyOfRange(large, Body.Stored.CHUNK, large.length)));
        facts.add(Exported.ended(http(1, "/large", new Body.Stored(1, large.length, large.length, true), null)));
        byte[] text = "hello there".getBytes(StandardCharsets.UTF_8);
        facts.add(Exported.seen(new Message(
                2,
                0,
                BEGAN,
                Direction.CLIENT_TO_SERVER,
                Message.Kind.TEXT,
                false,
                Message.Edit.NONE,
                5,
                part(text, 0, 5))));
        facts.add(Exported.seen(new Message(
                2,
                1,
                BEGAN,
                Direction.CLIENT_TO_SERVER,
                Message.Kind.TEXT,
                true,
                Message.Edit.NONE,
                6,
                part(text, 5, 11))));
        facts.add(Exported.seen(new Message(
                2, 2, BEGAN, Direction.SERVER_TO_CLIENT, Message.Kind.RAW, true, Message.Edit.NONE, 1, new byte[1])));
        facts.add(Exported.ended(http(
                2,
                "/socket",
                Body.NONE,
                new WebSocket(
                        new WebSocket.Sent(1, 11, 1, 0),
                        new WebSocket.Sent(0, 0, 0, 0),
                        3,
                        new WebSocket.Close(Direction.CLIENT_TO_SERVER, 1000, "bye"),
                        null))));
        HttpFlow edited = http(3, "/edited", new Body.Inline(text), null);
        facts.add(Exported.ended(new HttpFlow(
                3,
                2,
                edited.state(),
                BEGAN,
                Times.UNSET,
                edited.client(),
                null,
                edited.request(),
                null,
                List.of(),
                new FlowError(FlowError.Step.CONNECT, "connection refused", BEGAN),
                edited.notes(),
                edited)));
        facts.add(Exported.seen(new Message(4, 0, BEGAN, Direction.CLIENT_TO_SERVER, text)));
        facts.add(Exported.ended(tcp(4, "tls")));
        facts.add(Exported.ended(tcp(5, "udp")));
        return facts;
    }

    private static byte[] part(byte[] of, int from, int to) {
        return Arrays.copyOfRange(of, from, to);
    }

    private static TcpFlow tcp(long id, String protocol) {
        HttpFlow like = http(id, "/", Body.NONE, null);
        return new TcpFlow(
                id,
                1,
                FlowState.COMPLETE,
                BEGAN,
                5000,
                like.client(),
                like.server(),
                new Endpoint("a.example", 443),
                protocol,
                11,
                0,
                1,
                0,
                null,
                Notes.NONE);
    }

    @Test
    void mitmproxyListsTheFlowsOfFormat17() throws Exception {
        Exported exported = Exported.of(folder, 17, facts());
        assertThat(exported.result().flows()).isEqualTo(4);
        assertThat(exported.result().losses().times(Loss.KIND_UNSUPPORTED)).isEqualTo(1);
        // 1xx responses of two flows, and what passed behind a protocol error
        assertThat(exported.result().losses().times(Loss.DETAILS)).isEqualTo(3);

        Process reading = mitmdump(List.of(
                "-n",
                "-r",
                exported.file().toString(),
                "--set",
                "flow_detail=1",
                "-w",
                folder.resolve("again").toString()));
        String listed = new String(reading.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(reading.waitFor()).as(listed).isZero();
        assertThat(listed)
                .contains("GET https://a.example/large")
                .contains("GET https://a.example/socket")
                .contains("GET https://a.example/edited")
                .contains("203")
                .contains("connection refused")
                .contains("-> tcp -> a.example:443")
                .doesNotContain("rror while")
                .doesNotContain("Traceback");

        // what mitmproxy read and wrote again is what was exported
        try (ImportedSession again = ImportedSession.of(folder.resolve("again"), folder);
                ImportedSession direct = ImportedSession.of(exported.file(), folder)) {
            assertThat(again.flows()).hasSize(4);
            for (int i = 0; i < 3; i++) {
                HttpFlow one = again.http(i);
                HttpFlow other = direct.http(i);
                assertThat(one.request()).isEqualTo(other.request());
                assertThat(one.notes()).isEqualTo(other.notes());
                assertThat(one.client().tls()).isEqualTo(other.client().tls());
                assertThat(one.webSocket()).isEqualTo(other.webSocket());
            }
            byte[] large = new byte[300_000];
            new Random(1).nextBytes(large);
            assertThat(again.bytes(
                            Objects.requireNonNull(again.http(0).response()).body()))
                    .isEqualTo(large);
            assertThat(Objects.requireNonNull(again.http(2).original()).response())
                    .isNotNull();
            assertThat(again.reader().messages(again.http(1).id(), 0, 10))
                    .extracting(row -> new String(row.data(), StandardCharsets.UTF_8))
                    .containsExactly("hello there");
        }
    }

    @Test
    void whatMitmproxyRecordsIsImportedWithEqualBytes() throws Exception {
        byte[] answer = new byte[100_000];
        new Random(7).nextBytes(answer);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (InputStream asked = exchange.getRequestBody()) {
                asked.readAllBytes();
            }
            exchange.getResponseHeaders().add("X-Twice", "1");
            exchange.getResponseHeaders().add("X-Twice", "2");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        int port = freePort();
        Path file = folder.resolve("recorded");
        Process proxy =
                mitmdump(List.of("--listen-host", "127.0.0.1", "-p", Integer.toString(port), "-w", file.toString()));
        try {
            untilItListens(proxy);
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/p?q=1");
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port)))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            byte[] got = client.send(
                            java.net.http.HttpRequest.newBuilder(url)
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("asked"))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
            assertThat(got).isEqualTo(answer);
            proxy.destroy();
            proxy.waitFor();

            try (ImportedSession session = ImportedSession.of(file, folder)) {
                assertThat(session.result.damage()).isNull();
                assertThat(session.flows()).hasSize(1);
                HttpFlow flow = session.http(0);
                HttpResponse response = Objects.requireNonNull(flow.response());
                assertThat(flow.request().method()).isEqualTo("POST");
                assertThat(flow.request().url()).isEqualTo(url.toString());
                assertThat(session.bytes(flow.request().body())).isEqualTo("asked".getBytes(StandardCharsets.UTF_8));
                assertThat(session.bytes(response.body())).isEqualTo(answer);
                assertThat(response.headers().all("x-twice")).containsExactly("1", "2");
                assertThat(flow.duration()).isPositive();
            }
        } finally {
            proxy.destroyForcibly();
            server.stop(0);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void untilItListens(Process proxy) throws IOException {
        BufferedReader lines = proxy.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("listening")) {
                return;
            }
            seen.append(line).append('\n');
        }
        throw new IOException("mitmdump ended: " + seen);
    }
}
