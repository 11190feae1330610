package dev.steno.cli.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.process.StenoProcess;
import dev.steno.tui.Screenful;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal user interface beside a Steno that records in another process. */
class AttachedTest {
    @TempDir
    private Path folder;

    @Test
    void whatItRecordsIsShownAndItsCommandsAreCalled() throws Exception {
        Path session = folder.resolve("work.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(
                        ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
                StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString())) {
            steno.port();
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 120, 24)) {
                screen.await("no flows yet");
                steno.get("http://" + origin.authority() + "/first");
                assertThat(screen.await("/first")).startsWith("● attached work.steno");

                screen.press(":")
                        .type("flow.comment @focus 'seen here'")
                        .press("enter")
                        .text();

                try (SessionReader reader = SqliteSessionReader.open(session)) {
                    await().untilAsserted(() -> assertThat(
                                    reader.flow(1).orElseThrow().notes().comment())
                            .isEqualTo("seen here"));
                }
                assertThat(screen.press(":")
                                .type("view.filter.set '~m POST'")
                                .press("enter")
                                .await("no flow matches"))
                        .contains("0 matches");
            }
        }
    }

    @Test
    void aSessionWhoseRecorderHasNoApiIsOnlyReadWhichIsSaid() throws Exception {
        Path session = folder.resolve("work.steno");
        try (ScriptedOrigin origin = ScriptedOrigin.plain(
                        ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
                StenoProcess steno = new StenoProcess(folder, "--web", "off", "--session", session.toString())) {
            steno.port();
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 120, 24)) {
                String reason = "the Steno that records to it has no API (--web off)";
                assertThat(screen.text()).contains("only reading: " + reason);
                steno.get("http://" + origin.authority() + "/first");
                assertThat(screen.await("/first")).startsWith("○ read-only work.steno");

                screen.press("m").await("work.steno is open for reading only, as " + reason);
                screen.press("O").await("there are no options, as " + reason);
            }
        }
    }

    @Test
    void itsOptionsCommandsAndLogAreShown() throws Exception {
        Path session = folder.resolve("work.steno");
        try (StenoProcess steno = new StenoProcess(folder, "--web", "0", "--session", session.toString())) {
            steno.port();
            Path home = folder.resolve("home");
            await().until(() -> Files.exists(home.resolve("run/" + steno.pid() + ".json")));
            try (Screenful screen = Screenful.of(TuiCommand.open(session, home), 120, 24)) {
                screen.press("O").await("anticache");
                screen.press("/").type("anticache").press("enter", "enter");
                screen.press("ctrl-u").type("perhaps");
                assertThat(screen.text()).contains("anticache = perhaps", "neither true nor false");
                screen.press("ctrl-u").type("true").press("enter").await("anticache is true");
                assertThat(screen.await("* anticache")).contains("runtime");
                screen.press("d").await("anticache was reset");
                screen.awaitWithout("* anticache");

                assertThat(screen.press("q", "C").await("flow.comment flows [comment]"))
                        .contains("Lists the addons");
                assertThat(screen.press("q", "E").await("listening")).contains("info");
            }
        }
    }
}
