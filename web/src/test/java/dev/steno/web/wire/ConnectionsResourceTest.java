package dev.steno.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.web.flows.SessionServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsResourceTest {
    private static final long START = 1_790_000_000_000_000_000L;

    @TempDir
    Path folder;

    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new ConnectionsResource(session, () -> connected).routes());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void flow(long id, long connection, int port) {
        Peer client = new Peer(
                connection, new Endpoint("127.0.0.1", port), null, null, START, Times.UNSET, Times.UNSET, null, null);
        HttpFlow like = SessionServer.open(
                id, "POST", "/", Headers.EMPTY, new Body.Inline("four".getBytes(StandardCharsets.US_ASCII)));
        HttpFlow flow = new HttpFlow(
                id,
                1,
                like.state(),
                like.started(),
                Times.UNSET,
                client,
                null,
                like.request(),
                null,
                like.interim(),
                null,
                like.notes(),
                null);
        server.session.accept(new FlowEvent.Opened(flow));
        server.session.accept(new FlowEvent.Closed(SessionServer.answered(
                flow, 200, 5_000_000, new Body.Inline("eleven byte".getBytes(StandardCharsets.US_ASCII)))));
    }

    @Test
    void aConnectionIsTheSumOfItsFlows() throws Exception {
        flow(1, 7, 40_001);
        flow(2, 8, 40_002);
        flow(3, 7, 40_001);
        connected.add("127.0.0.1:40002");

        assertThat(server.get("/connections"))
                .isEqualTo("{\"connections\":["
                        + "{\"id\":7,\"client\":\"127.0.0.1:40001\",\"server\":null,\"host\":\"example.test\",\"alpn\":null,"
                        + "\"tls_client\":null,\"tls_server\":null,\"flows\":2,\"bytes_up\":8,\"bytes_down\":22,"
                        + "\"started\":1790000000000000,\"ended\":1790000000008000,\"end\":\"closed\"},"
                        + "{\"id\":8,\"client\":\"127.0.0.1:40002\",\"server\":null,\"host\":\"example.test\",\"alpn\":null,"
                        + "\"tls_client\":null,\"tls_server\":null,\"flows\":1,\"bytes_up\":4,\"bytes_down\":11,"
                        + "\"started\":1790000000000000,\"ended\":null,\"end\":null}]}");
        assertThat(server.get("/connections?limit=1")).contains("\"id\":7").doesNotContain("\"id\":8");
    }
}
