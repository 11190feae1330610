package dev.steno.tui.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.tui.RecordingSession;
import dev.steno.tui.Screenful;
import dev.steno.tui.line.Ground;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selecting flows by keys. */
class SelectionTest {
    @TempDir
    private Path folder;

    private RecordingSession session() throws Exception {
        return RecordingSession.of(folder.resolve("work.steno"), 8);
    }

    @Test
    void flowsAreSelectedOneByOneAndByRanges() throws Exception {
        try (RecordingSession session = session();
                Screenful screen = session.show(100, 24)) {
            screen.await("number-8");

            screen.press("home", "space").await("1 selected");
            screen.press("j", "shift-down", "shift-down").await("4 selected");
            assertThat(screen.row("number-5").text()).contains("+").contains("number-5");
            assertThat(screen.row("number-2").text()).doesNotContain("+");
            screen.press("shift-up").await("3 selected");
            screen.press("shift-up", "shift-up").await("3 selected");
            assertThat(screen.row("number-2").text()).contains("+");
            screen.press("esc").awaitWithout("selected");
        }
    }

    @Test
    void theFlowsShownAreSelectedAndTheSignNeedsNoColour() throws Exception {
        try (RecordingSession session = session();
                Screenful screen = session.show(100, 24)) {
            screen.await("number-8");
            screen.press("/").type("~u [345]$").press("enter").await("3 matches");

            screen.press("ctrl-a").await("3 selected");

            assertThat(screen.row("number-4").text()).contains("4+");
            assertThat(screen.row("number-4").parts()).allMatch(part -> part.ground() == Ground.SELECTED);
            assertThat(screen.row("number-5").parts()).allMatch(part -> part.ground() == Ground.FOCUS);
        }
    }

    @Test
    void anotherFilterEndsTheSelection() throws Exception {
        try (RecordingSession session = session();
                Screenful screen = session.show(100, 24)) {
            screen.await("number-8");
            screen.press("ctrl-a").await("8 selected");

            screen.press("/").type("~u 7").press("enter").await("1 match");

            assertThat(screen.text()).doesNotContain("selected");
        }
    }

    @Test
    void whatTheListNoLongerHasIsNotSelected() throws Exception {
        try (RecordingSession session = session();
                Screenful screen = session.show(100, 24)) {
            screen.await("number-8");
            // in another order than that of time, the list before is shown during the search
            screen.press("o").type("size").press("enter").await("by size");

            screen.press("/").type("~u [345]$").press("enter").pressAtOnce("ctrl-a");

            assertThat(screen.await("3 matches")).contains("3 selected");
        }
    }
}
