package dev.steno.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys do to flows beside a Steno that records in another process, and to a file alone. */
class FlowActionsBesideTest {
    @TempDir
    private Path folder;

    @Test
    void flowsThatHaveEndedAreMarkedSavedAndRemovedByTheProcessThatRecords() throws Exception {
        Path session = folder.resolve("work.steno");
        Path copy = folder.resolve("copy.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(
                        ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString())) {
            steno.port();
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            steno.get("http://" + origin.authority() + "/first");
            steno.get("http://" + origin.authority() + "/second");
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 120, 24)) {
                screen.await("/second");

                screen.press("home", "m").await("*GET");
                screen.press("M").awaitWithout("/second");
                screen.press("w").await("save 1 flow to the new session file:");
                screen.type(copy.toString()).press("enter").await("saved to");
                screen.press("d").await("removing flow 1 in ");
                screen.await("no flow that matches is marked");

                screen.press("M").await("/second");
                assertThat(screen.text()).doesNotContain("/first");
            }
        }
        try (SessionReader reader = SqliteSessionReader.open(copy)) {
            assertThat(reader.flow(1)).isPresent();
            assertThat(reader.flow(2)).isEmpty();
        }
    }

    @Test
    void theFlowsOfAFileAloneAreSaved() throws Exception {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        Path copy = folder.resolve("copy.steno");
        try (Screenful screen = Screenful.of(TuiCommand.open(session, folder.resolve("home")), 120, 24)) {
            screen.await("/form");
            screen.press("w").await("save 5 flows to the new session file:");
            screen.type(copy.toString()).press("enter").await("saved to");
        }
        try (SessionReader reader = SqliteSessionReader.open(copy)) {
            assertThat(reader.flow(5)).isPresent();
        }
    }
}
