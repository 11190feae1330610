package dev.steno.tui.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.tui.RecordingSession;
import dev.steno.tui.Screenful;
import dev.steno.tui.app.App;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks, comments, duplicates and removals by keys. */
class FlowActionsTest {
    @TempDir
    private Path folder;

    @Test
    void aFlowIsMarkedAndUnmarked() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 3);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-3");

            screen.press("m");
            await().untilAsserted(
                            () -> assertThat(screen.row("number-3").text()).contains("*GET"));
            screen.press("m");
            await().untilAsserted(
                            () -> assertThat(screen.row("number-3").text()).contains(" GET"));

            assertThat(session.flow(3).orElseThrow().notes().mark()).isEmpty();
        }
    }

    @Test
    void onlyMarkedFlowsAreShownAndAllMarksAreRemovedAfterAQuestion() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 3);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-3");
            screen.press("m").await("*GET");

            assertThat(screen.press("M").awaitWithout("number-2")).contains("number-3", "marked");
            assertThat(screen.press("U").await("unmark flow 3? y/N")).contains("*GET");
            screen.press("y").await("no flow that matches is marked");

            assertThat(session.flow(3).orElseThrow().notes().mark()).isEmpty();
        }
    }

    @Test
    void aCommentIsWrittenChangedAndRemoved() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 1);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-1");

            screen.press(";").await("comment of flow 1");
            screen.type("it's slow").press("enter");
            await().untilAsserted(() -> assertThat(comment(session)).isEqualTo("it's slow"));

            screen.press(";").await("comment of flow 1: it's slow");
            screen.press("ctrl-u", "enter");
            await().untilAsserted(() -> assertThat(comment(session)).isEmpty());
        }
    }

    private static String comment(RecordingSession session) throws Exception {
        return session.flow(1).orElseThrow().notes().comment();
    }

    @Test
    void flowsAreRemovedAfterAWhileInWhichItCanBeUndone() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 4);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-4");
            screen.press("home", "d", "d").await("removing flow 1 in ");
            screen.press("down", "down", "space", "space");

            assertThat(screen.press("d").text())
                    .contains("removing 2 flows in ", "and 1 more; u undoes it", "number-4");
            assertThat(screen.press("u").text()).contains("undone: removing 2 flows");
            assertThat(screen.awaitWithout("number-1")).contains("removed 1 flow", "number-3", "number-4");

            assertThat(screen.press("u").text()).contains("there is nothing to undo");
            assertThat(session.flow(1)).isEmpty();
            assertThat(session.flow(4)).isPresent();
        }
    }

    @Test
    void quittingRemovesAtOnceWhatWaits() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 2)) {
            try (Screenful screen = session.show(80, 24)) {
                screen.await("number-2");
                screen.press("d").await("removing flow 2");
                screen.press("q");
            }

            await().untilAsserted(() -> assertThat(session.flow(2)).isEmpty());
        }
    }

    @Test
    void anInterfaceThatEndsByItselfRemovesNothingThatWaits() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 2)) {
            try (Screenful screen = session.show(80, 24)) {
                screen.await("number-2");
                screen.press("d").await("removing flow 2");
            }

            assertThat(session.flow(2)).isPresent();
        }
    }

    @Test
    void inTheFlowsPaneItAloneIsRemoved() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 3);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-3");
            screen.press("ctrl-a").await("3 selected");

            screen.press("enter").await("HTTP/1.1 200");

            assertThat(screen.press("d").text()).contains("removing flow 3 in ");
        }
    }

    @Test
    void theSessionIsClearedAfterAQuestionAndAWhile() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 3);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-3");
            screen.press("m").await("*GET");

            screen.press("Z").await("remove 2 unmarked flows from the session, whether shown or not?");
            assertThat(screen.press("n").text()).contains("nothing was done");
            screen.press("Z").await("remove 2 unmarked flows");
            assertThat(screen.press(App.PASTED + "y").text()).contains("nothing was done");
            screen.press("Z").await("remove 2 unmarked flows");
            screen.press("y").await("removing 2 unmarked flows in ");
            screen.awaitWithout("number-1");
            screen.press("z").await("remove 1 flow from the session");
            screen.press("y").await("no flows yet");

            assertThat(session.flow(3)).isEmpty();
        }
    }

    @Test
    void aFlowIsDuplicated() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 2);
                Screenful screen = session.show(80, 24)) {
            screen.await("number-2");

            screen.press("D").await("duplicated flow 2");
            screen.await("3 flows");

            assertThat(session.flow(3)).isPresent();
        }
    }

    @Test
    void aFileThatIsOnlyReadIsNotChanged() throws Exception {
        Path file = folder.resolve("work.steno");
        RecordingSession.of(file, 1).close();
        try (Screenful screen = Screenful.of(file, 120, 24)) {
            screen.await("number-1");

            assertThat(screen.press("m").await("open for reading only")).doesNotContain("*GET");
        }
    }
}
