package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/change.md} does what the page says. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class ChangePageTest {
    private static final Pattern URL = Pattern.compile("web interface: (http://127\\.0\\.0\\.1:[0-9]+)/#login=\\S+");

    @TempDir
    Path folder;

    private static byte[] answer(String start, String body) {
        if (start.contains("/login")) {
            return ("Hello " + body.replace("user=", "")).getBytes(StandardCharsets.UTF_8);
        }
        return start.contains("/large") ? new byte[60_000] : "fromTheShop()".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        try (AnsweringOrigin origin = AnsweringOrigin.plain((head, body, out) -> AnsweringOrigin.ok(
                        out,
                        "text/plain",
                        answer(head.start(), new String(body.readAllBytes(), StandardCharsets.UTF_8))));
                StenoProcess steno = new StenoProcess(folder, "--web", "0")) {
            String url = steno.awaitMessage(URL).group(1);
            List<String> blocks = Recipes.blocks("change.md").stream()
                    .map(block -> block.replace("/tmp/", folder + "/")
                            .replace("~/.steno", folder.resolve("home").toString())
                            .replace("http://127.0.0.1:8081", url)
                            .replace("http://127.0.0.1:8080", "http://127.0.0.1:" + steno.port())
                            .replace("http://shop.example", "http://127.0.0.1:" + origin.port()))
                    .toList();
            Recipes recipes = new Recipes(folder, blocks.get(0));
            for (String block : blocks.subList(1, blocks.size())) {
                for (String line : block.lines().toList()) {
                    Files.deleteIfExists(folder.resolve(line.startsWith("curl ") ? "answer" : "none"));
                    recipes.check(line);
                }
            }
            assertThat(blocks).hasSize(7);
            steno.stop();
        }
    }
}
