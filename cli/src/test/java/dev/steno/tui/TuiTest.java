package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.cli.SampleSession;
import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.Source;
import dev.steno.tui.term.FakeTerminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The interface on a terminal of streams: its beginning and its ends. */
@Timeout(60)
class TuiTest {
    private static final String USUAL = "\u001b[?1049l";

    @TempDir
    private Path folder;

    private Source session() throws Exception {
        Path file = SampleSession.write(folder.resolve("work.steno"));
        return FollowedSource.readOnly("work.steno", new FileAddress(file), SqliteSessionReader::open);
    }

    private static FakeTerminal terminal() throws Exception {
        return new FakeTerminal("xterm-256color", 80, 24, Map.of("TERM", "xterm-256color"));
    }

    private static void await(FakeTerminal terminal, String text) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(terminal.output()).contains(text));
    }

    @Test
    void keysTypedBeforeTheFirstFrameActOnTheFlows() throws Exception {
        try (FakeTerminal terminal = terminal();
                Source source = session()) {
            terminal.send("kkk\r");
            CompletableFuture<Void> run = CompletableFuture.runAsync(Tui.on(terminal.window(), source)::run);

            await(terminal, "a=1&b=2");
            terminal.send("Q");
            run.get(20, TimeUnit.SECONDS);

            assertThat(terminal.output()).contains(USUAL);
        }
    }

    @Test
    void aScreenThatFailsLeavesTheTerminalAsItWas() throws Exception {
        try (FakeTerminal terminal = terminal();
                FailingSource source = new FailingSource(session())) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(Tui.on(terminal.window(), source)::run);
            await(terminal, "large.bin");

            source.fail();
            terminal.send("j");

            assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("made to fail");
            assertThat(terminal.output()).contains(USUAL);
        }
    }

    @Test
    void theInterfaceEndsWithItsTerminal() throws Exception {
        try (FakeTerminal terminal = terminal();
                Source source = session()) {
            CompletableFuture<Void> run = CompletableFuture.runAsync(Tui.on(terminal.window(), source)::run);
            await(terminal, "large.bin");

            terminal.hangUp();

            run.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void theEndWaitsForATerminalThatTakesNoOutputOnlyForAWhile() throws Exception {
        try (FakeTerminal terminal = terminal();
                Source source = session()) {
            Tui tui = Tui.on(terminal.window(), source);
            CompletableFuture<Void> run = CompletableFuture.runAsync(tui::run);
            await(terminal, "large.bin");
            terminal.stopOutput();
            terminal.send("?");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(terminal::hasWaitingOutput);

            assertThat(tui.end()).isFalse();

            assertThat(run).isNotDone();
            terminal.continueOutput();
            run.get(20, TimeUnit.SECONDS);
        }
    }
}
