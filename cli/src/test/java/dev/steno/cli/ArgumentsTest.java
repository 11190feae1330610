package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.command.ForeignFlags;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        Path absent = folder.resolve("absent/state");
        Path other = Files.write(folder.resolve("other"), new byte[] {(byte) 0xff, 1, 2, (byte) 0xfe});

        assertThat(mock("--keep-state", absent))
                .isEqualTo("steno: --keep-state: the state of the mock cannot be kept in " + absent
                        + " (no such file or folder)\n");
        assertThat(mock("--keep-state", folder))
                .isEqualTo("steno: --keep-state: the state of the mock cannot be read from " + folder
                        + " (it is a folder): name another file with --keep-state\n");
        assertThat(mock("--keep-state", other))
                .isEqualTo("steno: --keep-state: " + other
                        + " does not hold the state of a mock: name another file with --keep-state, or remove it\n");
    }

    @Test
    void aDurationThatIsTooLongIsNamedByItsFlagAndItsBound() throws IOException {
        assertThat(mock("--latency", "99999999h"))
                .isEqualTo(
                        "steno: --latency: \"99999999h\" is no latency; expected none, recorded, a percentage such as 50%,"
                                + " a duration such as 200ms of at most 1h, or a network such as 3g\n");
        assertThat(mock("--mode", "fallback", "--fallback-after", "99999999999h"))
                .startsWith("steno: --fallback-after: \"99999999999h\" is longer than 36500d; accepted: ")
                .hasLineCount(1);
        assertThat(mock("--mode=record", "--older-than", "9999999999d"))
                .startsWith("steno: --older-than: \"9999999999d\" is longer than 36500d; accepted: ")
                .hasLineCount(1);
        assertThat(mock("--header-timeout", "9999999999d"))
                .startsWith("steno: option header-timeout: \"9999999999d\" is longer than 36500d; accepted: ")
                .hasLineCount(1);
    }

    @Test
    void aFlagIsNotTheValueOfTheFlagBeforeIt() throws IOException {
        assertThat(mock("--use-headers", "--session", "x.steno"))
                .isEqualTo("steno: --use-headers needs a value, and --session is a flag; if it is the value, write"
                        + " --use-headers=--session\n");
        assertThat(mock("--use-headers", "--latency", "1s"))
                .contains("--use-headers needs a value, and --latency is a flag");
    }

    /** What a mock that does not start says. */
    private String mock(Object... flags) throws IOException {
        Path session = folder.resolve("work.steno");
        if (!Files.exists(session)) {
            SampleSession.write(session);
        }
        List<Object> args = new ArrayList<>(
                List.of("mock", session, "--home", folder.resolve("home"), "--listen", "127.0.0.1:0", "--web", "off"));
        args.addAll(List.of(flags));
        Call mock = Call.within(Map.of(), args.toArray());
        assertThat(mock.code()).isEqualTo(ExitCode.USAGE);
        return mock.err();
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
            --session --quiet          | --session needs a value, and --quiet is a flag; if it is the value, write --session=--quiet
            -s -q                      | -s needs a value, and -q is a flag; if it is the value, write -s-q
            --session --listen=:1      | --session needs a value, and --listen=:1 is a flag; if it is the value, write --session=--listen=:1
            replay x --target --yes    | --target needs a value, and --yes is a flag; if it is the value, write --target=--yes
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
