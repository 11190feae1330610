package dev.steno.tui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.SampleSession;
import dev.steno.tui.Screenful;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between flows. */
class CompareTest {
    @TempDir
    private static Path folder;

    private static Path session;

    @BeforeAll
    static void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void theSecondKeyComparesWithTheFirst() throws Exception {
        try (Screenful screen = Screenful.of(session, 100, 50)) {
            screen.await("data?q=1");

            assertThat(screen.press("home", "c").text()).contains("comparing #1 with…");
            String text = screen.press("j", "j", "c").await("≠ path");

            assertThat(text).contains("compare #1 and #3", "- #1", "+ #3").doesNotContain("example.org");
            assertThat(screen.row("≠ path").text()).contains("/data").contains("/large.bin");
            assertThat(screen.row("≠ content-encoding").text()).contains("gzip").contains("(none)");
            assertThat(screen.press("s").text()).contains("example.org");
            assertThat(screen.press("esc").text()).contains("large.bin").doesNotContain("comparing");
        }
    }

    @Test
    void valuesAreBelowEachOtherIfThereIsNoRoom() throws Exception {
        try (Screenful screen = Screenful.of(session, 60, 50)) {
            screen.await("/form");

            screen.press("home", "space", "j", "space", "c").await("compare #1 and #3");
            String text = screen.await("- path");

            assertThat(text).contains("- path                   /data", "+ path                   /large.bin");
        }
    }

    @Test
    void theSameKeyAtTheSameFlowForgetsIt() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            assertThat(screen.press("home", "c", "c").text())
                    .contains("no flow is compared")
                    .doesNotContain("with…");
        }
    }

    @Test
    void tooManyFlowsAreNotCompared() throws Exception {
        try (Screenful screen = Screenful.of(session, 80, 24)) {
            screen.await("data?q=1");

            screen.press("ctrl-a").await("5 selected");

            assertThat(screen.press("c").text()).contains("from 2 to 4 flows can be compared, not 5");
        }
    }

    @Test
    void flowsChangePlaces() throws Exception {
        try (Screenful screen = Screenful.of(session, 100, 50)) {
            screen.await("data?q=1");
            screen.press("home", "c", "j", "c").await("≠ method");

            assertThat(screen.press("x").await("- #2")).contains("compare #2 and #1", "+ #1");
        }
    }
}
