package dev.steno.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many colours a terminal has, and on which background. */
class ColoursTest {
    @Test
    void theEnvironmentDecidesOnTheDepth() {
        assertThat(ColourDepth.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), 256))
                .isEqualTo(ColourDepth.NONE);
        assertThat(ColourDepth.of(Map.of("TERM", "xterm", "NO_COLOR", ""), 8)).isEqualTo(ColourDepth.SIXTEEN);
        assertThat(ColourDepth.of(Map.of("TERM", "xterm-256color"), 8)).isEqualTo(ColourDepth.INDEXED);
        assertThat(ColourDepth.of(Map.of("TERM", "xterm", "COLORTERM", "truecolor"), 8))
                .isEqualTo(ColourDepth.TRUE);
        assertThat(ColourDepth.of(Map.of("TERM", "vt100"), 0)).isEqualTo(ColourDepth.NONE);
    }

    @Test
    void theBackgroundIsDarkUnlessTheTerminalSaysOtherwise() {
        assertThat(Background.isDark("")).isTrue();
        assertThat(Background.isDark("\u001b]11;rgb:1e1e/1e1e/2e2e\u0007")).isTrue();
        assertThat(Background.isDark("\u001b]11;rgb:ffff/ffff/f0f0\u001b\\")).isFalse();
        assertThat(Background.isDark("\u001b]11;rgb:ff/ff/ff\u0007")).isFalse();
        assertThat(Background.isDark("\u001b]11;rgb:zz/ff/ff\u0007")).isTrue();
    }
}
