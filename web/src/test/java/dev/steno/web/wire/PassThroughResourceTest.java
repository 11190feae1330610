package dev.steno.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.PassThrough;
import dev.steno.flow.Times;
import dev.steno.web.flows.SessionServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassThroughResourceTest {
    private static final long SINCE = 1_790_000_000_000_000_000L;

    @TempDir
    Path folder;

    private final List<PassThrough> decisions = new CopyOnWriteArrayList<>(List.of(
            new PassThrough("10.0.0.1", "look", "a.test:443", "closed the connection", true, SINCE, 3, SINCE),
            new PassThrough("10.0.0.2", "look", "a.test:8443", "sent an alert", false, SINCE, 0, Times.UNSET)));
    private SessionServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SessionServer(folder, session -> new PassThroughResource(() -> decisions, this::revoke).routes());
    }

    private int revoke(Predicate<PassThrough> which) {
        int before = decisions.size();
        decisions.removeIf(which);
        return before - decisions.size();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void decisionsAreListed() throws Exception {
        assertThat(server.get("/passthrough"))
                .isEqualTo(
                        "{\"passed\":[{\"client\":\"10.0.0.1\",\"host\":\"a.test:443\",\"reason\":\"the client closed the "
                                + "connection\",\"since\":\"2026-09-21T14:13:20.000000000Z\",\"used\":3,"
                                + "\"last_used\":\"2026-09-21T14:13:20.000000000Z\"},"
                                + "{\"client\":\"10.0.0.2\",\"host\":\"a.test:8443\",\"reason\":\"the client sent an alert\","
                                + "\"since\":\"2026-09-21T14:13:20.000000000Z\",\"used\":0,\"last_used\":null}]}");
    }

    @Test
    void decisionsAreRevoked() throws Exception {
        assertThat(server.send("DELETE", "/passthrough/a.test:443?client=10.0.0.2", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send("DELETE", "/passthrough/A.test:443", "").body()).isEqualTo("{\"count\":1}");
        assertThat(server.send("DELETE", "/passthrough/a.test", "").body()).isEqualTo("{\"count\":1}");
        assertThat(decisions).isEmpty();
    }
}
