package dev.steno.cli.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.cli.SampleSession;
import dev.steno.cli.command.Failure;
import dev.steno.testing.process.ProductClasses;
import dev.steno.testing.process.Program;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code steno mcp --http}: the transport over HTTP. */
@Timeout(300)
class McpHttpTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";
    private static final Pattern SESSION = Pattern.compile("(?i)mcp-session-id: (\\S+)");

    @TempDir
    Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private McpHttpEnd server() throws Exception {
        Files.createDirectories(home());
        return McpHttpEnd.start(SampleSession.write(folder.resolve("s.steno")), home());
    }

    /** Sends a request with these fields besides Host, and returns the whole response. */
    private static String send(McpHttpEnd server, String method, String body, String... fields) throws Exception {
        try (Socket socket = open(server, method, body, fields)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static Socket open(McpHttpEnd server, String method, String body, String... fields) throws Exception {
        URI url = server.url();
        Socket socket = new Socket(url.getHost(), url.getPort());
        StringBuilder head = new StringBuilder(method + " /mcp HTTP/1.1\r\nConnection: close\r\n");
        List<String> all = new ArrayList<>(List.of(fields));
        if (all.stream().noneMatch(field -> field.startsWith("Host:"))) {
            all.add("Host: " + url.getAuthority());
        }
        all.forEach(field -> head.append(field).append("\r\n"));
        head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n\r\n");
        socket.getOutputStream().write((head + body).getBytes(UTF_8));
        return socket;
    }

    private static String bearer(McpHttpEnd server) throws Exception {
        return "Authorization: Bearer " + server.token();
    }

    private static String session(String response) {
        Matcher found = SESSION.matcher(response);
        assertThat(found.find()).as(response).isTrue();
        return "Mcp-Session-Id: " + found.group(1);
    }

    @Test
    void theOfficialClientReadsASessionFromTheProductsProcessWhichASignalEnds() throws Exception {
        Path session = SampleSession.write(folder.resolve("s.steno"));
        List<String> words = new ArrayList<>(Program.java().words("-Xmx256m", "-XX:+UseSerialGC"));
        words.add("-XX:TieredStopAtLevel=1");
        words.addAll(ProductClasses.options());
        words.addAll(
                List.of("dev.steno.cli.Main", "mcp", session.toString(), "--http", "0", "--home", home().toString()));
        Process process = new ProcessBuilder(words).start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            String line = said.readLine();
            Matcher url = Pattern.compile("http://\\S+/mcp").matcher(String.valueOf(line));
            assertThat(url.find()).as(line).isTrue();
            assertThat(line).contains("mcp-token").doesNotContain(McpHttpEnd.token(home()));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().resolve("mcp-token"))))
                    .isEqualTo("rw-------");
            URI at = URI.create(url.group());
            try (McpSyncClient client = client(at);
                    McpSyncClient other = client(at)) {
                assertThat(client.initialize().protocolVersion()).isEqualTo(McpClientEnd.NEWEST);
                other.initialize();
                client.ping();
                assertThat(client.listTools().tools())
                        .extracting(McpSchema.Tool::name)
                        .contains("flows_list", "note");
                for (McpSyncClient each : List.of(client, other)) {
                    McpSchema.CallToolResult list = each.callTool(McpSchema.CallToolRequest.builder("flows_list")
                            .arguments(Map.of())
                            .build());
                    assertThat(McpHttpEnd.text(list)).contains("5 flows").contains("/large.bin");
                }
                assertThat(client.closeGracefully()).isTrue();
                other.ping();
            }
            process.toHandle().destroy(); // the streams stay open
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(process.getInputStream().readAllBytes()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private McpSyncClient client(URI at) throws Exception {
        return McpClient.sync(McpHttpEnd.transport(at, McpHttpEnd.token(home())))
                .requestTimeout(McpHttpEnd.PATIENCE)
                .initializationTimeout(McpHttpEnd.PATIENCE)
                .build();
    }

    @Test
    void onlyARequestToItsAddressWithTheTokenAndOfNoOtherPageIsTaken() throws Exception {
        try (McpHttpEnd server = server()) {
            assertThat(send(server, "POST", INITIALIZE))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("mcp-token in the home folder")
                    .doesNotContain("steno web");
            assertThat(send(server, "POST", INITIALIZE, "Authorization: Bearer " + "x".repeat(43)))
                    .startsWith("HTTP/1.1 401 ");
            assertThat(send(server, "POST", INITIALIZE, bearer(server), "Host: rebound.test"))
                    .startsWith("HTTP/1.1 421 ")
                    .doesNotContain("--web");
            assertThat(send(server, "POST", INITIALIZE, bearer(server), "Origin: http://page.test"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(send(server, "POST", INITIALIZE, bearer(server), "X-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(send(server, "POST", INITIALIZE, bearer(server))).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void theHeaderFieldsOfTheTransportAreChecked() throws Exception {
        try (McpHttpEnd server = server()) {
            String token = bearer(server);
            assertThat(send(server, "GET", "", token, "Accept: text/event-stream"))
                    .startsWith("HTTP/1.1 405 ")
                    .containsIgnoringCase("allow: DELETE, POST");
            assertThat(send(server, "POST", PING, token))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Mcp-Session-Id");
            assertThat(send(server, "POST", PING, token, "Mcp-Session-Id: x")).startsWith("HTTP/1.1 404 ");
            assertThat(send(server, "POST", INITIALIZE, token, "Accept: text/html"))
                    .startsWith("HTTP/1.1 406 ");
            assertThat(send(server, "POST", INITIALIZE, token, "MCP-Protocol-Version: 1999-01-01"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(send(server, "POST", "{\"jsonrpc\":", token)).startsWith("HTTP/1.1 400 ");

            String session = session(send(server, "POST", INITIALIZE, token));
            assertThat(send(server, "POST", PING, token, session, "Accept: application/json, text/event-stream"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}");
            assertThat(send(
                            server,
                            "POST",
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                            token,
                            session))
                    .startsWith("HTTP/1.1 202 ");
            assertThat(send(server, "DELETE", "", token, session)).startsWith("HTTP/1.1 204 ");
            assertThat(send(server, "POST", PING, token, session)).startsWith("HTTP/1.1 404 ");
            assertThat(send(server, "DELETE", "", token, session)).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void theOldestOfTooManyClientsIsEndedAndAnotherWorksWhileOneLeavesInMidCall() throws Exception {
        try (McpHttpEnd server = server()) {
            String token = bearer(server);
            String first = session(send(server, "POST", INITIALIZE, token));
            String second = session(send(server, "POST", INITIALIZE, token));
            String search = "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"search\","
                    + "\"arguments\":{\"text\":\"nowhere\"}}}";
            for (int i = 0; i < 8; i++) {
                open(server, "POST", search, token, first).close();
            }
            assertThat(send(server, "POST", PING, token, second)).startsWith("HTTP/1.1 200 ");
            assertThat(send(server, "POST", search.replace(":3,", ":4,"), token, first))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"id\":4")
                    .contains("\"isError\":false");
            for (int i = 1; i < 32; i++) {
                send(server, "POST", INITIALIZE, token);
            }
            assertThat(send(server, "POST", PING, token, second)).startsWith("HTTP/1.1 404 ");
            assertThat(send(server, "POST", PING, token, first)).startsWith("HTTP/1.1 200 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "192.0.2.1:80", "[::]:0", "nonsense", "127.0.0.1:99999"})
    void anAddressOfOtherMachinesOrNoneIsRefusedInOneLine(String address) {
        assertThatThrownBy(() -> McpCommand.address(address))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--http");
    }
}
