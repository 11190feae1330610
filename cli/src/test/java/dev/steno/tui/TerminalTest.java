package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.tui.line.HostileText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interface in a terminal: what is on the screen, and what is left there when it ends. */
class TerminalTest {
    @TempDir
    private Path folder;

    private TmuxScreen start(Path session, int width, int height) throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        return TmuxScreen.start(
                folder, width, height, List.of(), List.of("tui", session.toString(), "--home", home.toString()));
    }

    @ParameterizedTest
    @CsvSource({"80, 24", "200, 60"})
    void flowsAreBrowsedAndFiltered(int width, int height) throws Exception {
        String size = "-" + width + "x" + height + ".txt";
        Path session = SampleSession.write(folder.resolve("work.steno"));
        try (TmuxScreen screen = start(session, width, height)) {
            screen.awaitGolden("list" + size, "5 flows");
            screen.press("?").awaitGolden("keys" + size, "List of flows");
            screen.press("Escape").await("large.bin");
            screen.press("Home", "-").awaitGolden("split" + size, "\"name\": \"steno\"");
            screen.press("-", "Enter").awaitGolden("flow" + size, "#1 response");
            screen.press("Escape", "/").await("enter accept");
            screen.type("status >=").awaitGolden("wrong-filter" + size, "character 10");
            screen.type(" 400").press("Enter").awaitGolden("filtered" + size, "1 match");
            screen.resize(1, 1).resize(300, 100).await("1 match");
            screen.resize(width, height).awaitGolden("filtered" + size, "1 match");
            screen.press("q");

            assertThat(screen.awaitEnd()).isZero();
        }
    }

    /** The terminal shows each character of the frame in the cell that was meant; then a signal ends the process. */
    @Test
    void hostileTextIsShownInItsPlaceAndTheTerminalIsRestoredAtSigterm() throws Exception {
        Path session = HostileSession.write(folder.resolve("work.steno"), 2, 30);
        try (Screenful frames = Screenful.of(session, 120, 34);
                TmuxScreen screen = start(session, 120, 34)) {
            screen.await("30 flows");
            frames.await("30 flows");
            frames.settled();
            for (String key : List.of("Home", "Enter", "Escape", "Down", "Down", "Enter", "[", "Escape", "End", "-")) {
                screen.press(key);
                frames.press(key.equals("Escape") ? "esc" : key.toLowerCase(Locale.ROOT))
                        .settled();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(screen.text()).isEqualTo(frames.text() + "\n"));

                String drawn = screen.coloured().replaceAll("\u001b\\[[0-9;:]*m", "");
                assertThat(drawn.codePoints().filter(point -> point != '\n')).noneMatch(HostileText::isHarmful);
            }

            ProcessHandle.of(screen.process()).orElseThrow().destroy();
            screen.awaitEnd();

            assertThat(screen.text()).doesNotContain("work.steno");
        }
    }
}
