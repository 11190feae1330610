package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.testing.InFull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every line of {@code docs/fleet.md} does what the page says, with a server that has an empty database. */
@Timeout(600)
@InFull("PageCallsTest finds the subcommands and options of each line, whose work the tests of each command show")
class FleetPageTest {
    private static final String SHOWN = "postgresql://postgres@127.0.0.1:5432/steno";

    @TempDir
    Path folder;

    @Test
    void everyLineDoesWhatThePageSays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
        String url = PostgresServer.shared().database();
        Path session = SampleSession.write(folder.resolve("work.steno"));
        Recipes recipes = new Recipes(folder, "");
        List<String> tried = new ArrayList<>();
        for (String block : Recipes.blocks("fleet.md")) {
            for (String line : block.lines().toList()) {
                assertThat(line).contains("# ", SHOWN);
                recipes.check(line.replace("ship work.steno", "ship " + session).replace(SHOWN, url));
                tried.add(line);
            }
        }
        assertThat(tried).hasSize(6);
    }
}
