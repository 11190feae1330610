package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.rule.network.Fault;
import dev.steno.rule.network.Throttle;
import dev.steno.testing.Checkout;
import dev.steno.testing.InFull;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.http1.HttpAnswer;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/throttle.md}: its lines do what it says, with a Steno that began slow, and its tables are complete. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class ThrottlePageTest {
    @TempDir
    Path folder;

    private static HttpAnswer get(int port, AnsweringOrigin origin, String path) throws IOException {
        String host = "127.0.0.1:" + origin.port();
        try (RawClient client = RawClient.to(port)) {
            return client.send("GET http://" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .response();
        }
    }

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        try (AnsweringOrigin origin =
                        AnsweringOrigin.plain((head, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[2]));
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--throttle", "slow-3g")) {
            int port = steno.port();
            steno.awaitCommands();
            long begun = System.nanoTime();
            assertThat(get(port, origin, "/").status()).isEqualTo(200);
            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
            Recipes recipes = new Recipes(folder, "");
            for (String block : Recipes.blocks("throttle.md")) {
                for (String line : block.lines().toList()) {
                    recipes.check(line);
                }
            }
            HttpAnswer drilled = get(port, origin, "/pay");
            assertThat(drilled.status()).isEqualTo(503);
            assertThat(drilled.field("Retry-After")).isEqualTo("30");
            assertThat(drilled.text()).isEqualTo("later, please");
            steno.stop();
        }
    }

    @Test
    void eachNetworkAndEachFaultIsInItsTable() throws Exception {
        List<String> rows = Files.readAllLines(Checkout.file("docs/throttle.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (String name : Stream.concat(Throttle.networks().stream(), Fault.toxics().stream())
                .toList()) {
            assertThat(rows).as(name).anyMatch(row -> row.split("\\|")[1].contains("`" + name + "`"));
        }
    }
}
