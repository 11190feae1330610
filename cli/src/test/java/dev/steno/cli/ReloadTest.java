package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running Steno is told by SIGHUP that its configuration has changed; and its log file. */
class ReloadTest {
    /**
     * Runs a program that has a terminal, and whose output goes to files nevertheless; closes the terminal once a file
     * exists.
     */
    private static final String ON_A_TERMINAL = "import os, pty, sys, time\n"
            + "out, err = os.dup(1), os.dup(2)\n"
            + "pid, terminal = pty.fork()\n"
            + "if pid == 0:\n"
            + "    os.dup2(out, 1); os.dup2(err, 2)\n"
            + "    os.execvp(sys.argv[2], sys.argv[2:])\n"
            + "while not os.path.exists(sys.argv[1]): time.sleep(0.02)\n"
            + "os.close(terminal)\n"
            + "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void createTheHome() throws IOException {
        config = Files.createDirectories(folder.resolve("home")).resolve("config.toml");
    }

    private static void signal(String name, StenoProcess steno) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(steno.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private StenoProcess start(String... flags) throws IOException {
        StenoProcess steno = new StenoProcess(folder, flags);
        steno.port();
        return steno;
    }

    @Test
    void aSignalAppliesWhatCanChangeAndNamesWhatNeedsARestart() throws Exception {
        Files.writeString(config, "ignore-hosts = ['old']\n");
        try (StenoProcess steno = start("--body-limit", "1mb")) {
            Files.writeString(
                    config,
                    "keep = '1gb'\ngrace = '0s'\nbody-limit = '2mb'\ndurability = 'power'\nproxy-auth = 'a:b'\n");
            signal("HUP", steno);

            steno.awaitMessage(Pattern.compile("proxy-auth will be \\(secret\\) after a restart"));
            assertThat(steno.err())
                    .contains("config.toml was read again: keep is 1gb now")
                    .contains("config.toml was read again: grace is 0s now")
                    .contains("config.toml was read again: ignore-hosts is not set now")
                    .contains("config.toml was read again: body-limit stays 1mb, from the command line")
                    .contains("config.toml was read again: durability will be power after a restart")
                    .doesNotContain("a:b");
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aFileWithAnErrorChangesNothing() throws Exception {
        try (StenoProcess steno =
                start("--session", folder.resolve("work.steno").toString())) {
            Files.writeString(config, "keep = '1gb'\nbody-limit = 'large'\n");
            signal("HUP", steno);

            steno.awaitMessage(
                    Pattern.compile("error: .*config\\.toml:2:1: .*\"large\" is not a size.*; no option has changed"));
            Files.writeString(config, "keep = '1gb'\n");
            signal("HUP", steno);
            steno.awaitMessage(Pattern.compile("keep is 1gb now"));
            signal("HUP", steno);
            steno.awaitMessage(Pattern.compile("config\\.toml was read again: nothing has changed"));
            assertThat(steno.terminate()).isZero();
        }
    }

    /** The value of each option that can change is the one in use: old flows go once the limit is set. */
    @Test
    void theLimitsOfTheSessionApplyAtOnce() throws Exception {
        Path session = folder.resolve("work.steno");
        SampleSession.write(session);
        try (StenoProcess steno = start("--session", session.toString())) {
            Files.writeString(config, "keep = '1flows'\n");
            signal("HUP", steno);

            await().untilAsserted(() -> assertThat(Call.steno("sql", session, "SELECT count(*) FROM flows")
                            .out()
                            .strip())
                    .endsWith("1"));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void theLogFileHasEachMessageWithTimeLevelAndSubject() throws Exception {
        Path log = folder.resolve("steno.log");
        try (StenoProcess steno = start(
                "-q",
                "--log-file",
                log.toString(),
                "--session",
                folder.resolve("work").toString())) {
            Files.writeString(config, "keep = 'much'\n");
            signal("HUP", steno);
            await().until(() -> Files.readString(log).contains("much"));
            assertThat(steno.terminate()).isZero();

            List<String> lines = Files.readAllLines(log);
            assertThat(lines)
                    .allMatch(line -> line.matches(
                            "20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z (INFO|WARNING|ERROR) [a-z.0-9]+: .+"));
            assertThat(String.join("\n", lines))
                    .contains("INFO listener: listening on 127.0.0.1:" + steno.port())
                    .contains("WARNING session: ")
                    .contains("ERROR options: ")
                    .contains("INFO session: kept ");
            assertThat(steno.err())
                    .contains("error: " + config + ":1:1: option keep: ")
                    .doesNotContain("created")
                    .doesNotContain("INFO");
        }
    }

    /** What rotates files of daemons moves them away, and then sends this signal. */
    @Test
    void aSignalBeginsTheLogFileAgain() throws Exception {
        Path log = folder.resolve("steno.log");
        try (StenoProcess steno = start("--log-file", log.toString())) {
            await().until(() -> Files.exists(log) && Files.readString(log).contains("recording to"));
            Files.move(log, folder.resolve("steno.log.old"));
            signal("HUP", steno);

            await().until(() -> Files.exists(log) && Files.readString(log).contains("nothing has changed"));
            assertThat(steno.terminate()).isZero();
        }
    }

    @Test
    void aStartThatFailsIsInTheLogFileToo() throws Exception {
        Path log = folder.resolve("steno.log");
        try (StenoProcess first = start()) {
            try (StenoProcess second =
                    new StenoProcess(folder, "--log-file", log.toString(), "--listen", "127.0.0.1:" + first.port())) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.err()).contains("is taken by another Steno").hasLineCount(1);
            }
            assertThat(Files.readString(log)).contains(" ERROR proxy: port " + first.port() + " is taken");
        }
    }

    @Test
    void aLogFileThatCannotBeWrittenEndsTheStart() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, "--log-file", folder + "/none/steno.log")) {
            assertThat(steno.exitCode()).isEqualTo(1);
            assertThat(steno.err())
                    .contains("cannot write the log file " + folder + "/none/steno.log: no such file or folder")
                    .hasLineCount(1);
        }
    }

    /** A terminal that closes is no request to read the configuration, wherever the output of the program goes. */
    @Test
    void aTerminalThatClosesEndsTheProcess() throws Exception {
        Path close = folder.resolve("close");
        try (StenoProcess steno = StenoProcess.behind(
                List.of("python3", "-c", ON_A_TERMINAL, close.toString()), folder, "--session", "none")) {
            steno.port();
            Files.createFile(close);
            assertThat(steno.exitCode()).as(steno.err()).isZero();
            assertThat(steno.err()).contains("shutting down").doesNotContain("read again");
        }
    }
}
