package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are pressed faster than the session is read. */
class TypedAheadTest {
    @TempDir
    private Path folder;

    @Test
    void aLineThatIsTypedBeforeItIsAskedForIsNotTakenForKeys() throws Exception {
        try (RecordingSession session = RecordingSession.sample(folder.resolve("work.steno"));
                Screenful screen = session.show(100, 24)) {
            screen.await("data?q=1");
            screen.press("home").settled();

            screen.pressAtOnce(";").type("do it a day").pressAtOnce("enter");

            Awaitility.await().until(() -> {
                screen.frame();
                return session.flow(1).orElseThrow().notes().comment().equals("do it a day");
            });
            assertThat(screen.awaitWithout("comment of")).contains("5 flows").doesNotContain("removing", "selected");
        }
    }

    @Test
    void aLineThatIsNotAskedForInTheEndIsDropped() throws Exception {
        try (RecordingSession session = RecordingSession.sample(folder.resolve("work.steno"));
                Screenful screen = session.show(100, 24)) {
            screen.await("data?q=1");
            screen.press("g").type("4").press("enter").settled();

            screen.pressAtOnce("b").type("data.bin").pressAtOnce("enter");

            assertThat(screen.await("has no recorded body")).contains("flows", "large.bin");
            assertThat(screen.press("u").await("nothing to undo")).doesNotContain("removing", "selected");
        }
    }

    @Test
    void escGivesUpAQuestionThatIsBeingPrepared() throws Exception {
        try (RecordingSession session = RecordingSession.sample(folder.resolve("work.steno"));
                Screenful screen = session.show(100, 24)) {
            screen.await("data?q=1");
            screen.press("home").settled();

            screen.pressAtOnce(";").type("d").pressAtOnce("esc");

            screen.settled();
            assertThat(screen.await("nothing was done")).doesNotContain("comment of", "removing");
        }
    }

    @Test
    void aKeyDoesNotActOnTheFlowThatHadTheFocusBeforeAJump() throws Exception {
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 200);
                Screenful screen = session.show(100, 10)) {
            screen.await("number-200");

            screen.pressAtOnce("home").pressAtOnce("d");

            assertThat(screen.await("there is no flow here"))
                    .contains("number-1 ")
                    .doesNotContain("removing");
            assertThat(screen.press("d").await("removing")).contains("removing flow 1 in");
            screen.press("u");

            screen.press("g").type("150").pressAtOnce("enter").pressAtOnce("d");

            assertThat(screen.await("there is no flow here"))
                    .contains("number-150")
                    .doesNotContain("removing");
        }
    }
}
