package dev.steno.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code steno env}: what it prints works in a shell, can be undone, and can be checked. */
class EnvCommandTest {
    @TempDir
    Path folder;

    @Test
    void theProgramsOfAShellUseTheProxyThatRuns() throws Exception {
        Program curl = Program.need("curl");
        Path session = folder.resolve("x.steno");
        try (HttpsOrigin origin = new HttpsOrigin(folder.resolve("origin"));
                StenoProcess proxy = new StenoProcess(
                        folder,
                        "--session",
                        session.toString(),
                        "--upstream-ca",
                        origin.ca().toString())) {
            StenoCall steno = new StenoCall(folder);
            Program.Outcome printed =
                    steno.run("env", "--shell", "sh", "--listen", proxy.port(), "--home", folder.resolve("home"));
            assertThat(printed.err()).isEmpty();
            Path script = Files.writeString(
                    folder.resolve("script"), printed.text() + curl.file() + " -sS " + origin.url("/env") + "\n");
            assertThat(new Program(Path.of("/bin/sh")).call(script).text()).isEqualTo("{\"path\":\"/env\"}");
            assertThat(steno.run("ls", session).text()).contains(origin.url("/env"));
        }
    }

    @Test
    void itIsUndoneWithTheValuesFromBefore() throws Exception {
        StenoCall steno = new StenoCall(folder);
        Path script = Files.writeString(
                folder.resolve("script"),
                "export no_proxy='my \"own\"' NODE_OPTIONS=--no-warnings; before=$(env | sort); eval \"$("
                        + line(steno, "env", "--shell", "sh") + ")\"; [ \"$no_proxy\" = '' ] || echo not set; eval \"$("
                        + line(steno, "env", "--shell", "sh", "--unset") + ")\"; "
                        + "[ \"$before\" = \"$(env | sort)\" ] && echo same || env | sort");
        Program.Outcome outcome = new Program(Path.of("/bin/sh")).call(script);
        assertThat(outcome.text()).as(outcome.err()).isEqualTo("same\n");
    }

    @Test
    void whatTheLauncherHasUndoneForStenoIsUndoneForTheShell() throws Exception {
        StenoCall steno = new StenoCall(folder).with("STENO_SET_VARIABLES", "JAVA_TOOL_OPTIONS NODE_OPTIONS");
        assertThat(steno.run("env", "--shell", "sh", "--unset").text())
                .contains("unset JAVA_TOOL_OPTIONS\n", "unset STENO_SET_VARIABLES\n");
        steno.with("NODE_OPTIONS", "--no-warnings").with("STENO_SAVED_NODE_OPTIONS", "--no-warnings");
        assertThat(steno.run("env", "--shell", "sh", "--unset").text())
                .contains("export NODE_OPTIONS='--no-warnings'\n", "unset STENO_SAVED_NODE_OPTIONS\n");
    }

    private static String line(StenoCall steno, Object... arguments) {
        return steno.builder(arguments).command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    @Test
    void aProxyThatDoesNotRunIsMentioned() throws Exception {
        Program.Outcome outcome = new StenoCall(folder).run("env", "--shell", "fish", "--proxy", "127.0.0.1:1");
        assertThat(outcome.err())
                .isEqualTo("steno: nothing listens on 127.0.0.1:1 yet: start Steno there, or name its address with "
                        + "--listen\n");
        assertThat(outcome.text()).contains("set -gx https_proxy 'http://127.0.0.1:1'\n");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void anUnknownShellIsAnError() throws Exception {
        Program.Outcome outcome = new StenoCall(folder).run("env", "--shell", "tcsh");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("steno: unknown shell \"tcsh\"; use one of sh|fish|powershell|cmd|dotenv\n");
    }

    @Test
    void theCheckTellsWhichProgramsWork() throws Exception {
        Program.need("curl");
        Program.Outcome outcome = new StenoCall(folder).run("env", "--check");
        assertThat(new String(outcome.out(), StandardCharsets.UTF_8))
                .as(outcome.err())
                .containsPattern("(?m)^curl +works$")
                .containsPattern("(?m)^java +works$");
    }

    @Test
    void aProgramThatIgnoresTheVariablesDoesNotWork() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path curl = Files.writeString(programs.resolve("curl"), "#!/bin/sh\necho no idea >&2\nexit 6\n");
        assertThat(curl.toFile().setExecutable(true)).isTrue();
        Program.Outcome outcome = new StenoCall(folder).with("PATH", programs).run("env", "--check");
        assertThat(outcome.text())
                .contains("curl             does not work: exit code 6, no idea\n")
                .contains("wget             not installed\n");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void valuesAreQuotedForEachShell() {
        assertThat(ShellSyntax.SH.set("A", "it's")).isEqualTo("export A='it'\\''s'");
        assertThat(ShellSyntax.FISH.set("A", "it's \\")).isEqualTo("set -gx A 'it\\'s \\\\'");
        assertThat(ShellSyntax.POWERSHELL.set("A", "it's")).isEqualTo("$env:A = 'it''s'");
        assertThat(ShellSyntax.CMD.set("A", "-Dx=\"a b\" %1")).isEqualTo("set \"A=-Dx=\"a b\" %1\"");
        assertThat(ShellSyntax.CMD.unset("A")).isEqualTo("set \"A=\"");
        assertThat(ShellSyntax.DOTENV.set("A", "a \"b\"")).isEqualTo("A=\"a \\\"b\\\"\"");
    }
}
