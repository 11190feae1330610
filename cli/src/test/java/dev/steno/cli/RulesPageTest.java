package dev.steno.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/rules.md} does what the page says. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class RulesPageTest {
    @TempDir
    Path folder;

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        try (AnsweringOrigin origin = AnsweringOrigin.plain((head, body, out) -> {
                    String text = "{\"price\": 7, \"debug\": \"" + head.value("X-Debug") + "\"}";
                    AnsweringOrigin.ok(out, "application/json", text.getBytes(StandardCharsets.UTF_8));
                });
                StenoProcess steno = new StenoProcess(
                        folder,
                        "--web",
                        "0",
                        "--session",
                        folder.resolve("home/a.steno").toString())) {
            int port = steno.port();
            steno.awaitCommands();
            Recipes recipes = new Recipes(folder, "PORT=" + port + "\nORIGIN=127.0.0.1:" + origin.port() + "\n");
            for (String block : Recipes.blocks("rules.md")) {
                for (String line : block.lines().toList()) {
                    recipes.check(line);
                }
            }
            steno.stop();
        }
    }
}
