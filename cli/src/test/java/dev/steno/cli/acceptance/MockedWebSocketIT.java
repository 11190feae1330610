package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.StenoProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of Node's ws package whose server is recorded and then stopped: a mock plays it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MockedWebSocketIT {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void needPackages() {
        Node.need("ws");
        session = folder.resolve("recorded.steno");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "1, 0"})
    void aConversationIsPlayedInLockstepWithAndWithoutCompression(String deflate, String takeover) throws Exception {
        Map<String, String> settings = Map.of("DEFLATE", deflate, "TAKEOVER", takeover);
        String recorded;
        String url;
        try (StenoProcess steno = recording();
                Node server = Node.startWith(settings, folder, "ws-peers.js")) {
            url = "ws://127.0.0.1:" + server.await("port ");
            recorded = talked(settings, url, steno);
            steno.stop();
        }
        try (StenoProcess mock = StenoProcess.of("mock", folder, session.toString())) {
            assertThat(talked(settings, url, mock)).isEqualTo(recorded);
        }
    }

    @Test
    void messagesAreSentAtTheRecordedTimesWhateverTheClientSays() throws Exception {
        String url;
        try (StenoProcess steno = recording();
                Node server = Node.start(folder, "ws-peers.js")) {
            url = "ws://127.0.0.1:" + server.await("port ");
            assertThat(heard(url, steno, "count for me")).isEqualTo("number 1, number 2, number 3, 4001 enough");
            steno.stop();
        }
        try (StenoProcess mock = StenoProcess.of("mock", folder, session.toString(), "--websocket", "timed")) {
            try (Node client = Node.start(folder, "ws-peers.js", "listen", url, "127.0.0.1:" + mock.port())) {
                assertThat(client.await("heard ")).isEqualTo("number 1, number 2, number 3, 4001 enough");
                assertThat(Integer.parseInt(client.await("after "))).isGreaterThanOrEqualTo(350);
            }
        }
        try (StenoProcess mock = StenoProcess.of("mock", folder, session.toString())) {
            assertThat(heard(url, mock, "count for me")).isEqualTo("number 1, number 2, number 3, 4001 enough");
        }
    }

    private StenoProcess recording() throws Exception {
        return StenoProcess.of("run", folder, "--session", session.toString());
    }

    private String talked(Map<String, String> settings, String url, StenoProcess steno) throws Exception {
        try (Node client =
                Node.startWith(settings, folder, "ws-peers.js", "client", url, "127.0.0.1:" + steno.port())) {
            return client.await("done ");
        }
    }

    private String heard(String url, StenoProcess steno, String words) throws Exception {
        try (Node client = Node.start(folder, "ws-peers.js", "listen", url, "127.0.0.1:" + steno.port(), words)) {
            return client.await("heard ");
        }
    }
}
