package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno exec}: streams, exit codes, signals, the session and refused certificates. */
@Timeout(600)
class ExecCommandTest {
    @TempDir
    Path folder;

    private StenoCall steno() throws Exception {
        return new StenoCall(folder);
    }

    @Test
    void standardOutputAndTheExitCodeAreTheCommands() throws Exception {
        Program.Outcome outcome = steno().run("exec", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(7);
        assertThat(outcome.text()).isEqualTo("out\n");
        assertThat(outcome.err()).contains("err\n").doesNotContain("listening");
    }

    @Test
    void theCommandReadsStandardInput() throws Exception {
        Process process = steno().builder("exec", "--session", "none", "--", "cat")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.outputWriter(StandardCharsets.UTF_8).append("grüße\n").close();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("grüße\n");
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aCommandThatDoesNotExistIsReportedAsShellsDo() throws Exception {
        Program.Outcome outcome = steno().run("exec", "--", "no-such-command", "x");
        assertThat(outcome.code()).isEqualTo(127);
        assertThat(outcome.err())
                .isEqualTo("steno: command not found: no-such-command; it is in no folder of the PATH\n");
    }

    @Test
    void aFileThatIsNotExecutableIsReportedAsShellsDo() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "text");
        Program.Outcome outcome = steno().run("exec", "--", plain);
        assertThat(outcome.code()).isEqualTo(126);
        assertThat(outcome.err()).isEqualTo("steno: " + plain + " is not an executable file\n");
    }

    @Test
    void withoutACommandTheUsageIsShown() throws Exception {
        for (Program.Outcome outcome : List.of(steno().run("exec"), steno().run("exec", "-q", "--"))) {
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err())
                    .isEqualTo("steno: which command? steno exec [OPTIONS] [--] COMMAND [ARGUMENTS]\n");
        }
    }

    @Test
    void theDashesCanBeLeftOut() throws Exception {
        Program.Outcome outcome = steno().run("exec", "--session", "none", "-q", "printf", "%s %s", "--help", "--");
        assertThat(outcome.text()).as(outcome.err()).isEqualTo("--help --");
        assertThat(outcome.code()).isZero();
        assertThat(steno().run("exec", "--session", "none", "--help").text()).startsWith("Usage: steno exec ");
    }

    @Test
    void aSessionInThePlaceOfTheCommandIsExplained() throws Exception {
        Program.Outcome outcome = steno().run("exec", "work.steno", "--", "true");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("steno: work.steno is not a command; a session is named by -s: "
                        + "steno exec -s work.steno -- COMMAND\n");
    }

    @Test
    void theFlowsOfEarlierRunsAreNotCountedAsNew() throws Exception {
        Program curl = Program.need("curl");
        Path session = folder.resolve("suite.steno");
        Object[] call = {"exec", "--session", session, "--", curl.file(), "-s", "http://steno.internal/ca.pem"};
        assertThat(steno().run(call).err()).contains(": 1 flow, 1 of them new");
        assertThat(steno().run(call).err()).contains(": 2 flows, 1 of them new");
    }

    @Test
    void whatIsUnverifiedOrReadableByOthersIsWarnedOf() throws Exception {
        Path keys = folder.resolve("keys.log");
        Program.Outcome outcome =
                steno().with("SSLKEYLOGFILE", keys).run("exec", "--session", "none", "-q", "--insecure", "true");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .contains("warning: servers are not verified (--insecure)")
                .contains("warning: the secrets of all TLS connections are written to " + keys);
        assertThat(steno().run("exec", "--session", "none", "-q", "true").err()).isEmpty();
    }

    @Test
    void theHelpPageNamesTheFreePortAndHasNoEmptyHeading() throws Exception {
        String page = steno().run("exec", "--help").text();
        assertThat(page)
                .contains("Default: 127.0.0.1:0.")
                .doesNotContain("8080")
                .doesNotContain("Time limits");
    }

    @Test
    void flagsAfterTheDashesBelongToTheCommand() throws Exception {
        Program.Outcome outcome = steno().run("exec", "--session", "none", "--", "printf", "%s", "--help");
        assertThat(outcome.text()).isEqualTo("--help");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void aSignalThatEndsTheCommandIsInTheExitCode() throws Exception {
        assertThat(steno().run("exec", "--session", "none", "--", "sh", "-c", "kill -KILL $$")
                        .code())
                .isEqualTo(128 + 9);
    }

    @Test
    void signalsArePassedOnAndTheCommandDecidesOnTheEnd() throws Exception {
        for (String name : new String[] {"TERM", "INT", "HUP"}) {
            Path ready = folder.resolve("ready-" + name);
            String script = "trap 'echo got " + name + "; exit 3' " + name + "; : >'" + ready
                    + "'; while :; do sleep 0.1; done";
            ProcessBuilder call = steno().builder("exec", "--session", "none", "--", "sh", "-c", script);
            // a shell starts its background jobs with INT ignored, which neither a JVM nor a shell below it can undo
            call.command().addAll(0, List.of("env", "--default-signal"));
            Process process =
                    call.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                Awaitility.await().until(() -> Files.exists(ready));
                assertThat(new ProcessBuilder("sh", "-c", "kill -s " + name + " " + process.pid())
                                .start()
                                .waitFor())
                        .isZero();
                assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("got " + name + "\n");
                assertThat(process.waitFor()).isEqualTo(3);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void refusedCertificatesAreListedAtTheEndAndNothingPassesUnread() throws Exception {
        Program curl = Program.need("curl");
        Path session = folder.resolve("x.steno");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            String call = curl.file() + " -s -o /dev/null ";
            Program.Outcome outcome = steno().run(
                            "exec",
                            "--session",
                            session,
                            "--upstream-ca",
                            origin.ca(),
                            "--",
                            "sh",
                            "-c",
                            call + "--cacert " + origin.ca() + " " + origin.url("/a") + "; " + call + origin.url("/b"));
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err())
                    .contains("the client refused Steno's certificate for " + origin.authority() + ", 1 time")
                    .contains("to fix it: make the client trust the certificates in ");
            assertThat(steno().run("ls", session, "--filter", "status = 200").text())
                    .contains(origin.url("/b"));
        }
    }

    @Test
    void theUsersOwnAuthoritiesStayTrusted() throws Exception {
        Program curl = Program.need("curl");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            Program.Outcome outcome = steno().with("SSL_CERT_FILE", origin.ca())
                    .run(
                            "exec",
                            "--session",
                            "none",
                            "--ignore-hosts",
                            ".",
                            "--",
                            curl.file(),
                            "-sS",
                            origin.url("/own"));
            assertThat(outcome.text()).as(outcome.err()).isEqualTo("{\"path\":\"/own\"}");
        }
    }

    @Test
    void theCommandHasTheCredentialsThatTheProxyAsksFor() throws Exception {
        Program curl = Program.need("curl");
        Path session = folder.resolve("x.steno");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            Program.Outcome outcome = steno().run(
                            "exec",
                            "--proxy-auth",
                            "ann:s:c/r@t",
                            "--session",
                            session,
                            "--upstream-ca",
                            origin.ca(),
                            "--",
                            "sh",
                            "-c",
                            "echo $https_proxy; " + curl.file() + " -sS " + origin.url("/known")
                                    + "; https_proxy=${https_proxy#*@} " + curl.file() + " -sS "
                                    + origin.url("/unknown"));
            assertThat(outcome.text())
                    .as(outcome.err())
                    .startsWith("http://ann:s%3Ac%2Fr%40t@127.0.0.1:")
                    .contains("{\"path\":\"/known\"}")
                    .doesNotContain("/unknown");
        }
    }

    @Test
    void aPasswordThatIsKnownAsADigestCannotBeGivenToTheCommand() throws Exception {
        Path users = Files.writeString(folder.resolve("users"), "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\n");
        Program.Outcome outcome = steno().run("exec", "--proxy-auth", "@" + users, "--", "true");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("steno: --proxy-auth @FILE has digests of passwords, and the programs need a password: use "
                        + "--proxy-auth user:password\n");
    }

    @Test
    void aNestedCallUsesItsOwnProxy() throws Exception {
        Program curl = Program.need("curl");
        Path inner = folder.resolve("inner.steno");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"))) {
            StenoCall steno = steno();
            ProcessBuilder nested = steno.builder(
                    "exec",
                    "--session",
                    inner,
                    "--upstream-ca",
                    origin.ca(),
                    "--",
                    curl.file(),
                    "-sS",
                    origin.url("/n"));
            Object[] words = nested.command().toArray();
            Object[] outer = new Object[words.length + 4];
            System.arraycopy(new Object[] {"exec", "--session", "none", "--"}, 0, outer, 0, 4);
            System.arraycopy(words, 0, outer, 4, words.length);
            Program.Outcome outcome = steno.run(outer);
            assertThat(outcome.text()).as(outcome.err()).isEqualTo("{\"path\":\"/n\"}");
            assertThat(steno.run("ls", inner).text()).contains(origin.url("/n"));
        }
    }
}
