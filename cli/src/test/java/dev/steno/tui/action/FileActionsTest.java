package dev.steno.tui.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.steno.cli.SampleSession;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.tui.RecordingSession;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is saved to files, and piped to programs. */
class FileActionsTest {
    @TempDir
    private Path folder;

    private Screenful sample() throws Exception {
        Screenful screen = Screenful.of(SampleSession.write(folder.resolve("work.steno")), 120, 24);
        screen.await("data?q=1");
        return screen.press("home");
    }

    @Test
    void aBodyIsSavedWithoutItsCoding() throws Exception {
        Path file = folder.resolve("body.json");
        try (Screenful screen = sample()) {
            screen.press("b").await("save the response body to:");
            screen.type(file.toString()).press("enter").await("saved 49 B to");
        }
        assertThat(Files.readString(file)).startsWith("{\"name\":\"steno\"").endsWith("}");
        try (var files = Files.list(folder)) {
            assertThat(files.filter(each -> each.toString().endsWith(".part"))).isEmpty();
        }
    }

    @Test
    void aFileIsOverwrittenOnlyAfterAQuestion() throws Exception {
        Path file = Files.writeString(folder.resolve("body.json"), "mine");
        try (Screenful screen = sample()) {
            screen.press("b").await("save the response body to:");
            screen.type(file.toString()).press("enter").await("body.json exists; overwrite it? y/N");
            screen.press("n").await("nothing was done");
            assertThat(file).hasContent("mine");

            screen.press("b").await("save the response body to:");
            screen.type(file.toString()).press("enter").await("overwrite it?");
            screen.press("y").await("saved 49 B to");
        }
        assertThat(Files.readString(file)).startsWith("{\"name\"");
    }

    @Test
    void theNameOfAFileIsCompleted() throws Exception {
        Files.createDirectories(folder.resolve("results"));
        try (Screenful screen = sample()) {
            screen.press("b").await("save the response body to:");
            screen.type(folder + "/resu").press("tab").await("results/");
        }
    }

    @Test
    void aRequestsBodyIsSavedIfThereIsNoOther() throws Exception {
        try (Screenful screen = sample()) {
            screen.press("j", "b").await("save the request body to:");
        }
    }

    @Test
    void aFlowWithoutABodySaysSo() throws Exception {
        try (Screenful screen = sample()) {
            screen.press("g").type("4").press("enter").text();
            await().untilAsserted(() -> assertThat(screen.press("b").text()).contains("flow 4 has no recorded body"));
        }
    }

    @Test
    void selectedFlowsAreSavedToANewSession() throws Exception {
        Path file = folder.resolve("copy.steno");
        try (RecordingSession session = RecordingSession.of(folder.resolve("work.steno"), 5);
                Screenful screen = session.show(120, 24)) {
            screen.await("number-5");
            screen.press("home", "space", "j", "space");
            screen.press("w").await("save 2 flows to the new session file:");
            screen.type(file.toString()).press("enter").await("saved to");

            screen.press("w").await("save 2 flows");
            screen.type(file.toString()).press("enter").await("exists; flows are saved to a new file only");
        }
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.ids(Place.START, 10, false)).containsExactly(1L, 3L);
        }
    }

    @Test
    void theFlowsShownAreSavedIfNoneIsSelected() throws Exception {
        Path file = folder.resolve("copy.steno");
        try (RecordingSession session = RecordingSession.sample(folder.resolve("work.steno"));
                Screenful screen = session.show(120, 24)) {
            screen.await("data?q=1");
            screen.press("/").type("~m GET").press("enter").await("3 matches");
            screen.press("w").await("save 3 flows to the new session file:");
            screen.type(file.toString()).press("enter").await("saved to");
        }
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.ids(Place.START, 10, false)).containsExactly(1L, 3L, 5L);
        }
    }

    @Test
    void aBodyIsTheInputOfACommand() throws Exception {
        assumeFalse(OS.current() == OS.WINDOWS, "cat is a program of POSIX");
        Path file = folder.resolve("piped");
        try (Screenful screen = sample()) {
            screen.press("|").await("pipe the response body to:");
            screen.type("cat > '" + file + "'").press("enter").text();
        }
        assertThat(Files.readString(file)).startsWith("{\"name\":\"steno\"");
    }

    @Test
    void aCommandThatDoesNotReadItsInputEnds() throws Exception {
        assumeFalse(OS.current() == OS.WINDOWS, "true is a program of POSIX");
        try (Screenful screen = sample()) {
            screen.press("j", "j", "|").await("pipe the response body to:");
            assertThat(screen.type("true").press("enter").text()).contains("large.bin");
        }
    }
}
