package dev.steno.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.line.StyledText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys, colours and the end of a terminal that consists of streams. */
@Timeout(60)
class TerminalWindowTest {
    private static final String ASKED = "\u001b]11;?\u001b\\";
    private static final String ALTERNATE = "\u001b[?1049h";
    private static final String USUAL = "\u001b[?1049l";

    private static final Map<String, String> FULL = Map.of("TERM", "xterm-256color", "COLORTERM", "truecolor");

    private static FakeTerminal terminal(String type, Map<String, String> environment) throws IOException {
        return new FakeTerminal(type, 20, 3, environment);
    }

    private static List<String> keys(TerminalWindow window, int wanted) {
        List<String> keys = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            String key = window.key(5);
            if (key != null) {
                keys.add(key);
            }
            return keys.size() >= wanted;
        });
        return keys;
    }

    private static TerminalFrame frame() {
        return new TerminalFrame(
                List.of(
                        Line.of(Style.ERROR, "failed").fit(20),
                        Line.of("focused").fit(20).on(Ground.FOCUS),
                        Line.of(new StyledText(Style.TEXT, "日本\u001b[31m")).fit(20)),
                -1,
                0);
    }

    @Test
    void keysTypedBeforeTheFirstFrameAreKept() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            terminal.send("jk\u001b[A");

            assertThat(keys(terminal.window(), 3)).containsExactly("j", "k", "up");
        }
    }

    @Test
    void aFrameThatWasMadeForALargerTerminalIsNotShown() throws Exception {
        TerminalFrame wide = new TerminalFrame(
                List.of(
                        Line.of("wide").fit(21),
                        Line.of("").fit(21),
                        Line.of("").fit(21)),
                -1,
                0);
        TerminalFrame high = new TerminalFrame(
                List.of(
                        Line.of("high").fit(20),
                        Line.of("").fit(20),
                        Line.of("").fit(20),
                        Line.of("").fit(20)),
                -1,
                0);
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            for (TerminalFrame larger : List.of(wide, high)) {
                terminal.window().draw(larger);

                assertThat(terminal.output()).doesNotContain("wide", "high");
                assertThat(terminal.window().wantsFrame()).isTrue();
            }

            terminal.window().draw(frame());

            assertThat(terminal.output()).contains("failed");
            assertThat(terminal.window().wantsFrame()).isFalse();
        }
    }

    @Test
    void aTerminalWithoutAnAlternateScreenIsClearedBeforeOthersWriteOnIt() throws Exception {
        try (FakeTerminal terminal = terminal("linux", Map.of("TERM", "linux"))) {
            terminal.window().draw(frame());
            String before = terminal.output();

            terminal.window().lend(() -> {
                assertThat(terminal.output().substring(before.length())).contains("\u001b[H\u001b[J");
                return null;
            });
            terminal.window().draw(frame());
            terminal.window().close();

            assertThat(terminal.output()).endsWith("\u001b[H\u001b[J");
        }
    }

    @Test
    void theAnswerAboutTheBackgroundIsNoKeyWheneverItComes() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            assertThat(terminal.output()).contains(ASKED);
            terminal.window().draw(frame());

            terminal.send("j\u001b]11;rgb:ffff/ffff/ffff\u001b\\k\u001b]11;rgb:0/0/0\u0007l");

            assertThat(keys(terminal.window(), 3)).containsExactly("j", "k", "l");
        }
    }

    @Test
    void aLightBackgroundHasOtherColours() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            terminal.window().draw(frame());
            String onDark = terminal.output();
            String colour =
                    onDark.substring(onDark.lastIndexOf('\u001b', onDark.indexOf("failed")), onDark.indexOf("failed"));

            terminal.send("\u001b]11;rgb:ffff/ffff/ffff\u0007x");
            keys(terminal.window(), 1);
            assertThat(terminal.window().wantsFrame()).isTrue();
            terminal.window().draw(frame());

            assertThat(terminal.output().substring(onDark.length()))
                    .contains("failed")
                    .doesNotContain(colour);
        }
    }

    @Test
    void aTerminalWithFewColoursGetsFew() throws Exception {
        assertThat(drawn("xterm", Map.of("TERM", "xterm"))).contains("31").doesNotContain("38;");
        assertThat(drawn("xterm-256color", Map.of("TERM", "xterm-256color", "NO_COLOR", "1")))
                .contains("failed")
                .doesNotContain("38;", "48;")
                .doesNotContainPattern("\u001b\\[[0-9;]*[349][0-7]m");
    }

    private static String drawn(String type, Map<String, String> environment) throws IOException {
        try (FakeTerminal terminal = terminal(type, environment)) {
            terminal.window().draw(frame());
            return terminal.output();
        }
    }

    @Test
    void textFromTheNetworkIsDrawnEscaped() throws Exception {
        assertThat(drawn("xterm-256color", FULL)).contains("日本\\x1b[31m").doesNotContain("\u001b[31m");
    }

    @Test
    void theTerminalIsAsBeforeWhenItIsClosed() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            assertThat(terminal.output()).contains(ALTERNATE).doesNotContain(USUAL);

            terminal.window().close();

            assertThat(terminal.output()).containsSubsequence("\u001b[0m", "25h", USUAL);
        }
    }

    @Test
    void theEndOfTheInputIsAKey() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            terminal.hangUp();

            assertThat(keys(terminal.window(), 1)).containsExactly(TerminalWindow.ENDED);
        }
    }

    @Test
    void aTerminalThatTakesNoOutputIsGivenUp() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            terminal.stopOutput();

            terminal.window().close();

            assertThat(terminal.output()).doesNotContain(USUAL);
        }
    }

    @Test
    void aFrameHasTheSizeThatTheTerminalHasThen() throws Exception {
        try (FakeTerminal terminal = terminal("xterm-256color", FULL)) {
            terminal.window().draw(frame());
            assertThat(terminal.window().wantsFrame()).isFalse();

            terminal.resize(7, 1);
            assertThat(terminal.window().wantsFrame()).isTrue();
            assertThat(terminal.window().width()).isEqualTo(7);
            terminal.resize(0, 0);
            assertThat(terminal.window().width()).isEqualTo(80);
            assertThat(terminal.window().height()).isEqualTo(24);
        }
    }
}
