package dev.steno.tui.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.testing.Checkout;
import dev.steno.tui.TmuxScreen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request is sent again by a key in a terminal; a rule answers it, so that no server is needed. */
class TerminalReplayTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60"})
    void aKeySendsTheRequestAgainAndItsNewFlowGetsTheFocus(int width, int height) throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        List<String> run = List.of(
                "run",
                "--tui",
                "--web",
                "off",
                "--listen",
                "127.0.0.1:0",
                "--home",
                folder.resolve("home").toString(),
                "--session",
                session.toString(),
                "--block-list",
                "/~d example.org/403");
        try (TmuxScreen screen = TmuxScreen.start(folder, width, height, List.of(), run)) {
            screen.await("large.bin");
            screen.press("Home").press("r");
            golden(screen, "replay-" + width + "x" + height + ".txt", "flow 1 was sent again as flow 6");
            screen.press("Enter");
            golden(screen, "replayed-" + width + "x" + height + ".txt", "#6 response");
            screen.press("C-c");
            assertThat(screen.awaitEnd()).isZero();
        }
    }

    /** Compares the screen with a file, except for the port of the proxy, and the time and duration of the new flow. */
    private static void golden(TmuxScreen screen, String name, String contained) throws Exception {
        screen.await(contained);
        Path file = Checkout.file("cli/src/test/resources/golden/tui/" + name);
        if (Boolean.getBoolean("steno.regenerate")) {
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> true);
            Files.writeString(file, masked(screen.text()));
            return;
        }
        String golden = Files.readString(file);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(masked(screen.text())).isEqualTo(golden));
    }

    private static String masked(String screen) {
        return screen.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replaceAll(" *\\d+(\\.\\d+)? (µs|us|ms|s)\\b", " TIME")
                .replaceAll("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "CLOCK");
    }
}
