package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.line.HostileText;
import dev.steno.tui.line.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every frame fills the terminal exactly, with harmless characters, whatever the flows contain and a user types. */
class HostileFlowsTest {
    private static final int FLOWS = 40;

    private static final int STEPS = 400;

    /** None that runs a program or writes a file. */
    private static final List<String> KEYS = List.of(
            "up",
            "down",
            "home",
            "end",
            "pageup",
            "pagedown",
            "left",
            "right",
            "enter",
            "esc",
            "tab",
            "-",
            "]",
            "[",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            ">",
            "<",
            "?",
            "p",
            "F",
            "y",
            "ctrl-d",
            "ctrl-u",
            "ctrl-l",
            "space",
            "shift-down");

    private static final List<String> PROMPTS = List.of("/", ":", "g");

    @TempDir
    private static Path folder;

    private static Path session;

    private final Random random = new Random(4);

    @BeforeAll
    static void record() throws Exception {
        session = HostileSession.write(folder.resolve("work.steno"), 1, FLOWS);
    }

    private static void check(TerminalFrame frame, int width, int height) {
        assertThat(frame.lines()).hasSize(height);
        for (Line line : frame.lines()) {
            assertThat(line.width()).as(line.text()).isEqualTo(width);
            assertThat(line.text().codePoints()).as(line.text()).noneMatch(HostileText::isHarmful);
        }
        assertThat(frame.cursorRow()).isBetween(-1, height - 1);
        assertThat(frame.cursorColumn()).isBetween(0, width - 1);
    }

    @Test
    void everyTabOfEveryFlowIsHarmless() throws Exception {
        try (Screenful screen = Screenful.of(session, 200, 60)) {
            assertThat(screen.await(FLOWS + " flows")).contains("\\x1b");
            for (int flow = 1; flow <= FLOWS; flow++) {
                screen.press("g").type(Integer.toString(flow)).press("enter");
                check(screen.settled(), 200, 60);
                screen.press("enter");
                for (int tab = 0; tab < 7; tab++) {
                    screen.press("]");
                    check(screen.settled(), 200, 60);
                }
                screen.press("esc");
            }
        }
    }

    @Test
    void everyFrameFillsATerminalOfAnySizeWhileItIsResizedAndUsed() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await(FLOWS + " flows");
            for (int step = 0; step < STEPS; step++) {
                int width = 1 + random.nextInt(random.nextBoolean() ? 12 : 300);
                int height = 1 + random.nextInt(random.nextBoolean() ? 6 : 100);
                screen.resize(width, height);
                check(screen.frame(), width, height);
                screen.press(KEYS.get(random.nextInt(KEYS.size())));
                check(screen.frame(), width, height);
                if (random.nextInt(8) == 0) {
                    screen.press("esc", PROMPTS.get(random.nextInt(PROMPTS.size())))
                            .type(HostileText.random(random, 20));
                    check(screen.frame(), width, height);
                    screen.press("esc");
                }
                check(screen.settled(), width, height);
            }
        }
    }

    @Test
    void theEndOfALongLineIsSeenWhileItIsTyped() throws Exception {
        try (Screenful screen = Screenful.of(session, 30, 5)) {
            screen.press("g").type("1".repeat(40) + "日本");

            assertThat(screen.text()).contains("11日本");
            assertThat(screen.frame().cursorColumn()).isEqualTo(29);
            assertThat(screen.press("home").text()).contains("go to flow number: 1111");
            check(screen.frame(), 30, 5);
        }
    }
}
