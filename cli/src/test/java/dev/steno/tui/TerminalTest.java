package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interface in a terminal: what is on the screen, and what is left there when it ends. */
class TerminalTest {
    @TempDir
    private Path folder;

    private TmuxScreen start(int width, int height) throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        Path home = Files.createDirectories(folder.resolve("home"));
        return TmuxScreen.start(
                folder, width, height, List.of(), List.of("tui", session.toString(), "--home", home.toString()));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60"})
    void flowsAreBrowsedAndFiltered(int width, int height) throws Exception {
        String size = "-" + width + "x" + height + ".txt";
        try (TmuxScreen screen = start(width, height)) {
            screen.awaitGolden("list" + size, "5 flows");
            screen.press("Home", "-").awaitGolden("split" + size, "\"name\": \"steno\"");
            screen.press("-", "Enter").awaitGolden("flow" + size, "#1 response");
            screen.press("Escape", "/").await("enter accept");
            screen.type("status >=").awaitGolden("wrong-filter" + size, "character 10");
            screen.type(" 400").press("Enter").awaitGolden("filtered" + size, "1 match");
            screen.press("q");

            assertThat(screen.awaitEnd()).isZero();
        }
    }

    @Test
    void theTerminalIsRestoredWhenTheProcessIsKilledBySigterm() throws Exception {
        try (TmuxScreen screen = start(80, 24)) {
            screen.await("5 flows");

            ProcessHandle.of(screen.process()).orElseThrow().destroy();
            screen.awaitEnd();

            assertThat(screen.text()).doesNotContain("work.steno");
        }
    }
}
