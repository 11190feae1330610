package dev.steno.cli.mcp;

import dev.steno.flow.Endpoint;
import dev.steno.mcp.McpServer;
import dev.steno.mcp.http.McpHttpServer;
import dev.steno.mcp.record.McpRecord;
import dev.steno.mcp.tool.Grant;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A session that is served by HTTP in the test process, and the transport of the official client to it. */
final class McpHttpEnd implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final McpRecord record;
    private final McpHttpServer server;
    private final Path home;

    private McpHttpEnd(McpRecord record, McpHttpServer server, Path home) {
        this.record = record;
        this.server = server;
        this.home = home;
    }

    static McpHttpEnd start(Path session, Path home, String... allowed) throws IOException {
        Set<Grant> grants = EnumSet.noneOf(Grant.class);
        for (String each : allowed) {
            grants.add(Grant.named(each).orElseThrow());
        }
        McpRecord record = new McpRecord(session, () -> SqliteSessionReader.open(session), Redactor.NONE);
        McpHttpServer server = McpHttpServer.start(
                new Endpoint("127.0.0.1", 0),
                home,
                () -> new McpServer(record, new ApiNeighbourFinder(session, home), grants, "test"),
                McpServer::speaks);
        return new McpHttpEnd(record, server, home);
    }

    URI url() {
        return URI.create(server.url());
    }

    String token() throws IOException {
        return token(home);
    }

    static String token(Path home) throws IOException {
        return Files.readString(home.resolve(McpHttpServer.TOKEN)).strip();
    }

    HttpClientStreamableHttpTransport transport() {
        try {
            return transport(url(), token());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static HttpClientStreamableHttpTransport transport(URI url, String token) {
        return HttpClientStreamableHttpTransport.builder(url.resolve("/").toString())
                .endpoint(url.getPath())
                .jsonMapper(McpJsonDefaults.getMapper())
                .addHttpRequestCustomizer(
                        (request, method, to, body, context) -> request.header("Authorization", "Bearer " + token))
                .build();
    }

    static String text(McpSchema.CallToolResult result) {
        return ((McpSchema.TextContent) result.content().get(0)).text();
    }

    @Override
    public void close() {
        server.close();
        record.close();
    }
}
