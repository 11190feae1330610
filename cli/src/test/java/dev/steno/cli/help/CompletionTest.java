package dev.steno.cli.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.cli.command.Subcommand;
import dev.steno.cli.remote.CallCommand;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.tool.CaCommand;
import dev.steno.cli.tool.LsCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The scripts for shells and the manual page, each read by the program it is for, if that is installed. */
class CompletionTest {
    private static final List<Subcommand> COMMANDS =
            List.of(new RunCommand(), new LsCommand(), new CaCommand(), new CallCommand());

    @TempDir
    Path folder;

    private static CommandLine tree() {
        return CommandTree.of(COMMANDS, "run");
    }

    @Test
    void bashCompletesCommandsFlagsAndValues() throws Exception {
        assertThat(completed("steno", "")).contains("run", "ls", "ca");
        assertThat(completed("steno", "ls", "--filt")).containsExactly("--filter");
        assertThat(completed("steno", "--sess")).contains("--session");
        assertThat(completed("steno", "run", "--auto-pass-through", "")).containsExactly("on", "off");
        assertThat(completed("steno", "ca", "")).contains("export");
        Files.createFile(folder.resolve("work.steno"));
        assertThat(completed("steno", "run", "--session", folder + "/wo"))
                .containsExactly(folder.resolve("work.steno").toString());
    }

    private List<String> completed(String... words) throws Exception {
        Path script = Files.writeString(folder.resolve("steno.bash"), BashCompletion.of(tree()));
        assertThat(output("bash", "-n", script.toString())).isEmpty();
        StringBuilder array = new StringBuilder();
        for (String word : words) {
            array.append(" '").append(word).append("'");
        }
        String driver = "source '" + script + "'; compopt() { :; }; COMP_WORDS=(" + array + "); COMP_CWORD="
                + (words.length - 1)
                + "; $(complete -p steno | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\"";
        return output("bash", "--norc", "-c", driver).lines().map(String::strip).toList();
    }

    /** The words after call are completed by a call of the program that is being completed, here by a script. */
    @Test
    void bashAsksTheRunningStenoForCommands() throws Exception {
        Path steno = Files.writeString(folder.resolve("steno"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(steno.toFile().setExecutable(true)).isTrue();

        assertThat(completed(steno.toString(), "call", "options.s")).containsExactly("call", "--complete", "options.s");
        assertThat(completed(steno.toString(), "call", "--json", "options.set", "keep", ""))
                .containsExactly("call", "--complete", "--json", "options.set", "keep");
        assertThat(completed(steno.toString(), "call", "--js")).containsExactly("--json");
    }

    @Test
    void zshReadsTheScript() throws Exception {
        assumeTrue(isInstalled("zsh"), "zsh is not installed");
        Path script = Files.writeString(folder.resolve("steno.zsh"), BashCompletion.of(tree()));

        assertThat(output("zsh", "-f", "-c", "autoload -U compinit && compinit -u; source '" + script + "'; echo read"))
                .endsWith("read\n");
    }

    @Test
    void everyLineForFishIsACompletion() {
        assertThat(FishCompletion.of(tree()).lines().skip(1))
                .allMatch(line -> line.matches("complete -c steno .*"))
                .anyMatch(line -> line.contains("__fish_seen_subcommand_from ls") && line.contains("-l filter"))
                .anyMatch(line -> line.contains("-l auto-pass-through -x -a 'on off'"))
                .anyMatch(line -> line.contains("-l session -r -F"));
    }

    @Test
    void fishCompletesFlags() throws Exception {
        assumeTrue(isInstalled("fish"), "fish is not installed");
        Path script = Files.writeString(folder.resolve("steno.fish"), FishCompletion.of(tree()));

        assertThat(output("fish", "--no-config", "-c", "source '" + script + "'; complete -C 'steno ls --filt'"))
                .startsWith("--filter");
    }

    @Test
    void theManualPageIsSoundRoff() throws Exception {
        String page = ManualPage.of(COMMANDS);

        assertThat(page).startsWith(".TH STENO 1").contains(".SH EXIT STATUS", ".SS steno ca export");
        assumeTrue(isInstalled("groff"), "groff is not installed");
        Path file = Files.writeString(folder.resolve("steno.1"), page);
        assertThat(output("groff", "-man", "-Tutf8", "-ww", "-P-cbou", file.toString()))
                .doesNotContain("troff:", "grotty:")
                .contains("steno -m reverse:https://api.example.org", "\\.bank\\.example:");
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** What the program prints on both streams. */
    private static String output(String... call) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
