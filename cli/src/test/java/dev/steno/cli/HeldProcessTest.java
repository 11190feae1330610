package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Held messages of a Steno that is killed, is stopped, or asks its clients for credentials. */
@Timeout(600)
class HeldProcessTest {
    private static final int HELD = 500;

    @TempDir
    Path folder;

    private final List<RawClient> clients = new ArrayList<>();
    private ScriptedOrigin origin;

    @BeforeEach
    void serve() throws IOException {
        origin = ScriptedOrigin.plain(ScriptedOrigin.counting());
    }

    @AfterEach
    void close() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        origin.close();
    }

    private Path session() {
        return folder.resolve("work.steno");
    }

    private StenoProcess start(String... flags) throws IOException {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("--web", "0", "--session", session().toString()));
        StenoProcess steno = new StenoProcess(folder, all.toArray(String[]::new));
        steno.port();
        await().until(() -> Files.exists(folder.resolve("home/run/" + steno.pid() + ".json")));
        return steno;
    }

    private Call on(String... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--home", folder.resolve("home")));
        return Call.steno(all.toArray());
    }

    private void awaitHeld(int count) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> on("status", "--json").text().contains("\"held\":" + count + ","));
    }

    private void send(StenoProcess steno, String path, String fields, String body) throws IOException {
        RawClient client = RawClient.to(steno.port());
        clients.add(client);
        client.send("POST http://" + origin.authority() + path + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n"
                + fields + "\r\n" + body);
    }

    @Test
    void afterAKillEachHeldFlowSaysSoAndHasItsDraft() throws Exception {
        StenoProcess steno =
                start("--intercept", "(~q & ~u /request) | (~s & ~u /response)", "--intercept-body", "1kb");
        try (steno) {
            for (int i = 0; i < HELD; i++) {
                switch (i % 4) {
                    case 0 -> send(steno, "/request/body", "Content-Length: 4\r\n", "user");
                    case 1 -> send(steno, "/request/large", "Content-Length: 9000\r\n", "begun");
                    case 2 -> send(steno, "/request/chunked", "Transfer-Encoding: chunked\r\n", "5\r\nbegun\r\n");
                    default -> send(steno, "/response", "Content-Length: 0\r\n", "");
                }
            }
            awaitHeld(HELD);
            String bodies = on("hold", "ls")
                    .text()
                    .lines()
                    .filter(line -> line.contains("/request/body"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .reduce("@", (all, flow) -> all + (all.equals("@") ? "" : ",") + flow);
            Call edited = on("call", "flow.set", bodies, "body=another", "header.set=X-Draft: yes");
            assertThat(edited.text()).as(edited.err()).isEqualTo(HELD / 4 + "\n");
            on("call", "session.info");
            await().until(() -> Call.steno("ls", session(), "--filter", "~held & ~hq X-Draft", "--json")
                            .text()
                            .lines()
                            .count()
                    == HELD / 4);
            steno.kill();
        }

        // it goes on, and resumes nothing by itself
        int reached = origin.connections().size();
        try (StenoProcess again = start()) {
            assertThat(on("hold", "ls").text()).isEmpty();
            assertThat(origin.connections()).hasSize(reached);
            again.stop();
        }
        String left = Call.steno("ls", session(), "--filter", "~held & state = interrupted", "--json")
                .text();
        assertThat(left.lines()).hasSize(HELD).allMatch(line -> line.contains("\"held\":{\"point\":"));
        assertThat(left.lines().filter(line -> line.contains("\"point\":\"request\"")))
                .hasSize(HELD / 4);
        assertThat(left.lines().filter(line -> line.contains("\"point\":\"request-head\"")))
                .hasSize(HELD / 2);
        assertThat(left.lines().filter(line -> line.contains("\"point\":\"response")))
                .hasSize(HELD / 4);
        String flow = left.lines()
                .filter(line -> line.contains("/request/body"))
                .findFirst()
                .map(line -> line.replaceAll("^\\{\"id\":([0-9]+),.*", "$1"))
                .orElseThrow();
        assertThat(Call.steno("show", session(), flow, "--request").text()).contains("X-Draft: yes", "another");
    }

    @Test
    void aStopFailsWhatIsHeldAfterTheGrace() throws Exception {
        try (StenoProcess steno = start("--intercept", "~q", "--grace", "1s")) {
            send(steno, "/", "Content-Length: 0\r\n", "");
            awaitHeld(1);
            steno.stop();
        }
        String flow = Call.steno("show", session(), "1", "--json").text();
        assertThat(flow).contains("\"state\":\"failed\"", "\"held\":null").containsPattern("\"outcome\":\"[a-z-]+\"");
        assertThat(origin.connections()).isEmpty();
    }

    @Test
    void aRequestWithoutCredentialsIsRefusedAndNotHeld() throws Exception {
        try (StenoProcess steno = start("--intercept", "~all", "--proxy-auth", "ann:secret")) {
            send(steno, "/", "Content-Length: 0\r\n", "");
            assertThat(clients.get(0).response().status()).isEqualTo(407);
            assertThat(on("hold", "ls").text()).isEmpty();
            send(steno, "/", "Proxy-Authorization: Basic YW5uOnNlY3JldA==\r\nContent-Length: 0\r\n", "");
            awaitHeld(1);
            assertThat(on("hold", "resume", "--all").text()).isEqualTo("1\n");
            steno.stop();
        }
    }
}
