package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.SampleSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The interface as a job of a shell: stopped and continued, with other programs on its terminal, refused, and broken. */
class ShellTerminalTest {
    private static final String LIST = "list-80x24.txt";
    private static final String LARGE_LIST = "list-200x60.txt";

    @TempDir
    private Path folder;

    private TmuxScreen shell() throws IOException {
        SampleSession.write(folder.resolve("work.steno"));
        return TmuxScreen.running(folder, 80, 24, List.of("PS1=% ", "PS2=", "bash", "--norc", "--noprofile", "-i"));
    }

    private static void enter(TmuxScreen screen, String line) {
        screen.type(line).press("Enter");
    }

    private String settings(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static ProcessHandle steno(TmuxScreen shell) {
        return ProcessHandle.of(shell.process())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void itIsStoppedAndContinuedAndSharesItsTerminal() throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "stty -g > before; steno tui work.steno --home home");
            screen.awaitGolden(LIST, "5 flows");

            // stopped by a key, and continued in another size
            screen.press("C-z").await("Stopped");
            enter(screen, "stty -g > stopped; echo back-$((1+1))");
            screen.await("back-2");
            screen.resize(200, 60);
            enter(screen, "clear; fg");
            screen.awaitGolden(LARGE_LIST, "5 flows");
            screen.resize(80, 24).awaitGolden(LIST, "5 flows");

            // stopped by a signal
            signal("TSTP", steno(screen));
            screen.await("Stopped");
            enter(screen, "clear; fg");
            screen.awaitGolden(LIST, "5 flows");

            // Ctrl-C is for the program that has the terminal
            screen.press("Home", "|").await("pipe the");
            enter(screen, "echo begun; sleep 600");
            screen.await("begun\n");
            screen.press("C-c").await("[exit code 130; press Enter]");
            screen.press("Enter").awaitGolden(LIST, "5 flows");

            // it is stopped and continued with that program, and keys are the program's
            screen.press("|").await("pipe the");
            enter(screen, "echo begun; read word </dev/tty; echo got $word");
            screen.await("begun\n");
            screen.press("C-z").await("Stopped");
            enter(screen, "clear; fg");
            screen.await("steno tui work.steno");
            screen.resize(200, 60);
            enter(screen, "Qj:");
            screen.await("got Qj:");
            screen.press("Enter").awaitGolden(LARGE_LIST, "5 flows");
            screen.resize(80, 24).awaitGolden(LIST, "5 flows");

            screen.press("Q").await("%\n");
            enter(screen, "stty -g > after; echo ended-$((2+2))");
            screen.await("ended-4");
            assertThat(settings("stopped")).isEqualTo(settings("before"));
            assertThat(settings("after")).isEqualTo(settings("before"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP"})
    void aJobThatWasStoppedEndsByASignal(String signal) throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "steno tui work.steno --home home");
            screen.awaitGolden(LIST, "5 flows");
            ProcessHandle steno = steno(screen);
            screen.press("C-z").await("Stopped");
            enter(screen, "kill -" + signal + " %1"); // and continues it, as shells do
            await().atMost(Duration.ofSeconds(60)).until(() -> !steno.isAlive());
            enter(screen, "echo back-$((1+1))");
            screen.await("back-2");
        }
    }

    @Test
    void aJobInTheBackgroundWaitsForItsTerminalAndEndsByASignal() throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "steno tui work.steno --home home");
            screen.awaitGolden(LIST, "5 flows");
            ProcessHandle steno = steno(screen);
            screen.press("C-z").await("Stopped");
            enter(screen, "clear; bg; echo back-$((1+1))");
            screen.await("back-2");
            enter(screen, "clear; fg");
            screen.awaitGolden(LIST, "5 flows");
            screen.press("Home", "Enter").await("Request");
            screen.press("q").awaitGolden(LIST, "5 flows");

            screen.press("C-z").await("Stopped");
            enter(screen, "clear; bg; echo back-$((2+2)); kill %1");
            screen.await("back-4");
            await().atMost(Duration.ofSeconds(60)).until(() -> !steno.isAlive());
        }
    }

    @Test
    void withoutTheForegroundOfItsTerminalItSaysWhatToDo() throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "steno tui work.steno --home home 2>said & wait $!; echo code-$?; jobs");
            screen.await("code-2");
            assertThat(screen.text()).doesNotContain("Stopped");
            assertThat(settings("said")).contains("the foreground of its terminal", "timeout --foreground");
            enter(screen, "clear; sh -c 'timeout 60 steno tui work.steno --home home 2>late; echo late-$?'");
            screen.await("late-2");
            assertThat(settings("late")).contains("the foreground of its terminal");
        }
    }

    @Test
    void whatIsPastedIsOneLineAndALineThatIsTypedFitsEachSize() throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "steno tui work.steno --home home");
            screen.awaitGolden(LIST, "5 flows");
            screen.paste("Q\nd\ny\n").await("a text can be pasted into a line");
            screen.press(":").await("earlier lines");
            screen.paste("quit\nQ\n\n  rules\n").await(":quit Q rules");
            screen.press("Escape", "/").await("earlier lines");
            screen.paste("status >= 400\r\n\t| ~e\r\n").await("/status >= 400 | ~e");

            screen.resize(200, 60).awaitGolden("prompt-200x60.txt", "/status >= 400 | ~e");
            screen.resize(20, 6).await("status");
            screen.resize(80, 24).awaitGolden("prompt-80x24.txt", "/status >= 400 | ~e");
            screen.press("C-u").type("st").press("Tab").await("started");
            screen.resize(200, 60).awaitGolden("proposals-200x60.txt", "started");
            screen.resize(80, 24).awaitGolden("proposals-80x24.txt", "started");
            screen.press("C-u");
            enter(screen, "status >= 400");
            screen.awaitGolden("filtered-80x24.txt", "1 match");
            screen.press(":").await("earlier lines");
            enter(screen, "statistics");
            screen.await("› statistics");
            screen.press("Q").await("%\n");

            // the next one knows the lines of this one
            enter(screen, "clear; steno tui work.steno --home home");
            screen.awaitGolden(LIST, "5 flows");
            screen.press("/", "Up").await("/status >= 400");
            screen.press("Escape", ":", "Up").await(":statistics");
            screen.press("Escape");
            signal("INT", steno(screen));
            screen.await("%\n");
            assertThat(Files.readAllLines(folder.resolve("home/history-filters.txt")))
                    .containsExactly("status >= 400");
            assertThat(Files.getPosixFilePermissions(folder.resolve("home/history-filters.txt")))
                    .hasSize(2);
        }
    }

    @Test
    void anInterfaceThatFailsRestoresTheTerminal() throws Exception {
        try (TmuxScreen screen = shell()) {
            enter(screen, "stty -g > before; STENO_MAIN=dev.steno.tui.BrokenInterface steno work.steno; echo code $?");
            screen.await("code 1");
            assertThat(screen.text()).contains("made to fail").doesNotContain("broken.steno ·");
            enter(screen, "stty -g > after; echo ended-$((2+2))");
            screen.await("ended-4");
            assertThat(settings("after")).isEqualTo(settings("before"));

            enter(screen, "clear; steno tui work.steno --home home --proto items.pb; echo code $?");
            assertThat(screen.await("code 2")).contains("steno: --proto: there is no file items.pb");
        }
    }

    @Test
    void withoutATerminalThatCanShowItItSaysSoInOneSentence() throws Exception {
        SampleSession.write(folder.resolve("work.steno"));
        Files.writeString(folder.resolve("tries.sh"), """
                read go
                number=0
                for call in '--tui --session new.steno --home home' 'tui work.steno --home home'; do
                  number=$((number+1))
                  TERM=dumb steno $call 2>dumb$number.err; echo $? >dumb$number.code
                  { steno $call 2>pipe$number.err; echo $? >pipe$number.code; } | cat >pipe$number.out
                  steno $call 2>none$number.err </dev/null; echo $? >none$number.code
                done
                echo done-$((3+3))
                read end
                """);
        Path sent = folder.resolve("sent");
        try (TmuxScreen screen = TmuxScreen.running(folder, 80, 24, List.of("sh", "tries.sh"))) {
            screen.recordTo(sent).press("Enter").await("done-6");
            screen.press("Enter");
            screen.awaitEnd();
        }
        for (String each : List.of("dumb", "pipe", "none")) {
            for (int number = 1; number <= 2; number++) {
                assertThat(settings(each + number + ".code")).isEqualTo("2\n");
                assertThat(settings(each + number + ".err").strip())
                        .startsWith("steno: the terminal user interface ")
                        .doesNotContain("\n", "\u001b");
            }
        }
        assertThat(settings("pipe1.out") + settings("pipe2.out")).isEmpty();
        assertThat(settings("sent")).contains("done-6").doesNotContain("\u001b");
        assertThat(folder.resolve("new.steno")).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }
}
