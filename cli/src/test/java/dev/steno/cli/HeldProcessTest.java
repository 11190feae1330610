package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.WebSocketFrames;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
        origin = ScriptedOrigin.plain(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                if (head.contains("Upgrade: websocket")) {
                    connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                    connection.awaitEnd();
                    return;
                }
                connection.readBodyOf(head);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nreply");
            }
        });
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
        steno.awaitCommands();
        return steno;
    }

    private Call on(String... words) {
        return Call.inHome(folder.resolve("home"), words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));
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

    private void sendMessage(StenoProcess steno) throws IOException {
        RawClient client = RawClient.to(steno.port());
        clients.add(client);
        client.send("GET http://" + origin.authority() + "/chat HTTP/1.1\r\nHost: " + origin.authority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        client.wire().readHead();
        client.send(WebSocketFrames.masked("message"));
    }

    private static String number(String line) {
        return line.substring(0, line.indexOf('\t'));
    }

    private static long count(String lines, String part) {
        return lines.lines().filter(line -> line.contains(part)).count();
    }

    @Test
    void afterAKillEachHeldFlowSaysSoAndHasItsDraft() throws Exception {
        String filter = "(~q & ~u /request) | (~s & ~u /response) | (~websocket & ~u /chat)";
        StenoProcess steno = start("--intercept", filter, "--intercept-body", "1kb");
        Path large = Files.writeString(folder.resolve("large.txt"), "large draft ".repeat(200_000));
        try (steno) {
            for (int i = 0; i < HELD; i++) {
                switch (i % 5) {
                    case 0 -> send(steno, "/request/body", "Content-Length: 4\r\n", "user");
                    case 1 -> send(steno, "/request/large", "Content-Length: 9000\r\n", "large".repeat(1_800));
                    case 2 -> send(steno, "/request/chunked", "Transfer-Encoding: chunked\r\n", "5\r\nbegun\r\n");
                    case 3 -> send(steno, "/response", "Content-Length: 0\r\n", "");
                    default -> sendMessage(steno);
                }
            }
            awaitHeld(HELD);
            String list = on("hold", "ls").text();
            String bodies = list.lines()
                    .filter(line -> line.contains("/request/body"))
                    .map(HeldProcessTest::number)
                    .reduce("@", (all, flow) -> all + (all.equals("@") ? "" : ",") + flow);
            Call edited = on("call", "flow.set", bodies, "body=another", "header.set=X-Draft: yes");
            assertThat(edited.text()).as(edited.err()).isEqualTo(HELD / 5 + "\n");
            String upload = list.lines()
                    .filter(line -> line.contains("/request/large"))
                    .map(HeldProcessTest::number)
                    .findFirst()
                    .orElseThrow();
            Call replaced = on("hold", "edit", upload, "--body-file", large.toString(), "header.set=X-Upload: yes");
            assertThat(replaced.err()).isEmpty();
            on("call", "session.info");
            await().until(() -> Call.steno("ls", session(), "--filter", "~held & ~hq X-Draft", "--json")
                            .text()
                            .lines()
                            .count()
                    == HELD / 5);
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
        assertThat(count(left, "\"point\":\"request\"")).isEqualTo(2 * HELD / 5);
        assertThat(count(left, "\"point\":\"request-head\"")).isEqualTo(HELD / 5);
        assertThat(count(left, "\"point\":\"response\"")).isEqualTo(HELD / 5);
        assertThat(count(left, "\"point\":\"messages\"")).isEqualTo(HELD / 5);
        String flow = left.lines()
                .filter(line -> line.contains("/request/body"))
                .findFirst()
                .map(line -> line.replaceAll("^\\{\"id\":([0-9]+),.*", "$1"))
                .orElseThrow();
        assertThat(Call.steno("show", session(), flow, "--request").text()).contains("X-Draft: yes", "another");
        assertThat(count(left, "/request/large")).isEqualTo(HELD / 5);
        assertThat(Call.steno("ls", session(), "--filter", "~hq X-Upload & ~bq 'large draft'", "--json")
                        .text()
                        .lines())
                .hasSize(1);
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
