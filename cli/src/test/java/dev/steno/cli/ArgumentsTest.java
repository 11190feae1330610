package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.command.ForeignFlags;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages about wrong arguments: they name what was typed and what to type, and no class or type of Java. */
class ArgumentsTest {
    @TempDir
    Path folder;

    @Test
    void aMockThatCannotKeepItsStateSaysSoAtTheStart() throws IOException {
        Path session = SampleSession.write(folder.resolve("work.steno"));
        Path state = folder.resolve("absent/state");

        Call mock = Call.within(
                Map.of(),
                "mock",
                session,
                "--home",
                folder.resolve("home"),
                "--listen",
                "127.0.0.1:0",
                "--web",
                "off",
                "--keep-state",
                state);

        assertThat(mock.code()).isEqualTo(ExitCode.USAGE);
        assertThat(mock.err())
                .contains("option mock-keep-state: the state of the mock cannot be kept in " + state
                        + " (no such file or folder)");
    }

    @Test
    void anAbsentSessionOfServerReplayIsNamedInOneLine() {
        Call run = Call.within(
                Map.of(),
                "run",
                "--home",
                folder.resolve("home"),
                "--listen",
                "127.0.0.1:0",
                "--web",
                "off",
                "--server-replay",
                folder.resolve("absent.steno"));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .startsWith("steno: option server-replay: there is no session " + folder.resolve("absent.steno"))
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --sesion x                 | there is no flag --sesion. Did you mean --session? See steno run --help
            options --sesion x         | there is no flag --sesion. Did you mean --session? See steno options --help
            options nonsense           | steno options takes no argument, but got "nonsense". See steno options --help
            --session                  | --session needs a value. See steno run --help
            ls x --limt 1              | there is no flag --limt. Did you mean --limit? See steno ls --help
            ls x -n abc                | -n "abc" is not a whole number
            ls x --limit=1.5           | --limit "1.5" is not a whole number
            ls x -n                    | -n needs a value: N
            merge a b                  | --output FILE is missing. The call is steno merge --output FILE SESSION...
            rm x -f a -f b             | -f can be given only once
            info x --debug=1           | --debug takes no value
            commands x                 | steno commands takes no argument, but got "x". See steno commands --help
            ca exprt                   | Did you mean steno ca export?
            search token               | in bodies: steno ls '~b token'
            curl 12                    | A request as a curl command: steno show 12 --as curl
            replay 12                  | steno call replay.flow @12
            mock work.steno --mode may | "may" is no mode of a mock, such as replay, strict, spy
            script check               | which script? steno script check FILE
            mitmweb                    | steno web prints one that opens it again
            list                       | steno ls
            mitmdump                   | steno --session work.steno
            help har                   | A HAR file: steno export
            ls --sort size             | --order duration, size
            show 1 --curl              | A request as a curl command: steno show FILE 12 --as curl
            verfy x                    | there is no command "verfy". Did you mean steno verify?
            help verfy                 | there is no command "verfy". Did you mean steno verify?
            ~d example.org             | steno ls -f '~d example.org'
            work.steno                 | steno --session work.steno; to list its flows: steno ls work.steno
            --home x ls work.steno     | a command comes before its flags: steno ls [OPTIONS]
            completion tcsh            | bash, zsh or fish
            """)
    void aMessageSaysWhatToType(String call, String expected) {
        String[] words = call.startsWith("~") ? new String[] {call} : call.split(" ");
        Call answer = Call.steno((Object[]) words);

        assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .startsWith("steno: ")
                .hasLineCount(1)
                .contains(expected)
                .doesNotContain("java.", "is not a long", "required parameter", "option '");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -i ~q                      | --intercept FILTER
            --stickycookie ~all        | --sticky-cookie FILTER
            -w out                     | --session FILE
            -nr in                     | steno ls FILE
            -k                         | --insecure
            --ssl-insecure             | --insecure
            --listen-host 0.0.0.0      | --listen 0.0.0.0:8080
            --listen-port=8081         | -p is short for it
            --confdir=/x               | --home DIR
            --set ssl_insecure=true    | --insecure
            --set flow_detail=3        | --detail 0 to 3
            """)
    void aFlagOfMitmproxyIsAnsweredWithOurs(String call, String expected) {
        Call answer = Call.steno((Object[]) call.split(" "));

        assertThat(answer.code()).isEqualTo(ExitCode.USAGE);
        assertThat(answer.err()).hasLineCount(1).contains(expected);
    }

    @Test
    void aPortCanBeGivenAsElsewhere() {
        assertThat(Call.steno("options", "-p", "8081").out()).contains("listen\taddress\t:8081\tcommand line");
    }

    @Test
    void everyFlagOfTheTableIsOnThePage() throws IOException {
        String page = Files.readString(Checkout.file("docs/from-mitmproxy.md"));
        List<String> missing = ForeignFlags.flags().stream()
                .filter(flag -> !page.contains("`" + flag + "`") && !page.contains("`" + flag + " "))
                .toList();

        assertThat(missing).isEmpty();
        assertThat(ForeignFlags.flags()).hasSizeGreaterThan(30);
        assertThat(page.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| mitmproxy")))
                .hasSizeGreaterThan(40);
    }
}
