package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/replay.md} does what the page says, on two recorded requests. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class ReplayPageTest {
    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        try (AnsweringOrigin origin = AnsweringOrigin.plain((head, body, out) -> {
                    received.add(head.start() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    AnsweringOrigin.ok(out, "text/plain", new byte[] {'o', 'k'});
                });
                StenoProcess steno = new StenoProcess(
                        folder,
                        "--web",
                        "0",
                        "--session",
                        folder.resolve("work.steno").toString())) {
            steno.awaitCommands();
            record(steno.port(), origin.port());
            Recipes recipes = new Recipes(folder, "cd '" + folder + "'\n");
            for (String block : Recipes.blocks("replay.md")) {
                for (String line : block.lines().toList()) {
                    recipes.check(line);
                }
            }
            assertThat(received)
                    .startsWith("GET /page HTTP/1.1 ", "POST /login HTTP/1.1 user=ann", "GET /page HTTP/1.1 ")
                    .containsSubsequence("PUT /login HTTP/1.1 user=bob", "GET /page HTTP/1.1 ");
            steno.stop();
        }
    }

    private static void record(int proxy, int origin) throws Exception {
        String host = "127.0.0.1:" + origin;
        try (RawClient client = RawClient.to(proxy)) {
            client.send("GET http://" + host + "/page HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(200);
            client.send("POST http://" + host + "/login HTTP/1.1\r\nHost: " + host
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nuser=ann");
            assertThat(client.response().status()).isEqualTo(200);
        }
    }
}
