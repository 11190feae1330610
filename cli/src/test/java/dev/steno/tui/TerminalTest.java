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

    @Test
    void charactersOfTwoCellsOrNoneStandInTheirPlace() throws Exception {
        Path session = WideSession.write(folder.resolve("work.steno"));
        try (Screenful frames = Screenful.of(session, 80, 24);
                TmuxScreen screen = start(session, 80, 24)) {
            frames.await("4 flows");
            screen.awaitGolden("wide-80x24.txt", "4 flows");
            assertThat(frames.settled().lines()).hasSize(24);
            assertThat(screen.text()).isEqualTo(frames.text() + "\n");
            screen.resize(200, 60).awaitGolden("wide-200x60.txt", "4 flows");
            screen.press("Home", "Enter").awaitGolden("wide-flow-200x60.txt", "X-Text");
            screen.resize(80, 24).awaitGolden("wide-flow-80x24.txt", "X-Text");
            frames.press("home", "enter").settled();
            assertThat(screen.text()).isEqualTo(frames.text() + "\n");
            screen.press("Escape", "=").await("columns");
            screen.type("mark comment").press("Enter").awaitGolden("wide-comments-80x24.txt", "mark  comment");
            frames.press("esc", "=").type("mark comment").press("enter").settled();
            assertThat(screen.text()).isEqualTo(frames.text() + "\n");
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
