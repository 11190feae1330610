package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.Checkout;
import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/hold.md} does what the page says, while one client after the other logs in. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class HoldPageTest {
    @TempDir
    Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();

    /** Logs in again and again, each time by a connection of its own, until the proxy ends. */
    private List<Integer> logins(int port, AnsweringOrigin origin, int count) {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String host = "127.0.0.1:" + origin.port();
            try (RawClient client = RawClient.to(port)) {
                client.send("POST http://" + host + "/login HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nuser=ann");
                answers.add(client.response().status());
            } catch (IOException e) {
                answers.add(-1);
            }
        }
        return answers;
    }

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        try (AnsweringOrigin origin = AnsweringOrigin.plain((head, body, out) -> {
                    received.add(head.start() + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
                    AnsweringOrigin.ok(out, "text/plain", new byte[] {'o', 'k'});
                });
                StenoProcess steno = new StenoProcess(folder, "--web", "0")) {
            steno.awaitCommands();
            Recipes recipes = new Recipes(folder, "");
            CompletableFuture<List<Integer>> clients = null;
            for (String block : Recipes.blocks("hold.md")) {
                for (String line : block.lines().toList()) {
                    recipes.check(line);
                    if (clients == null) {
                        clients = CompletableFuture.supplyAsync(() -> logins(steno.port(), origin, 6));
                    }
                }
            }
            assertThat(clients).isNotNull();
            assertThat(clients.get()).containsExactly(200, 403, 502, -1, 200, 200);
            assertThat(received)
                    .containsExactly(
                            "PUT /login HTTP/1.1 user=bob",
                            "POST /login HTTP/1.1 user=ann",
                            "POST /login HTTP/1.1 user=ann");
            steno.stop();
        }
    }

    @Test
    void thePageNamesTestsThatExist() throws Exception {
        Map<String, Path> classes = new HashMap<>();
        for (String module : List.of("proxy-core", "session-store", "interop", "fleet", "web", "cli")) {
            try (Stream<Path> files = Files.walk(Checkout.file(module + "/src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                classes.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        Matcher named =
                Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`").matcher(Files.readString(Checkout.file("docs/hold.md")));
        int count = 0;
        for (; named.find(); count++) {
            Path file = classes.get(named.group(1));
            assertThat(file).as(named.group()).isNotNull();
            assertThat(Files.readString(file)).contains("void " + named.group(2) + "(");
        }
        assertThat(count).isGreaterThan(50);
    }
}
