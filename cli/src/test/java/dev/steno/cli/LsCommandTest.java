package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.print.FlowTsv;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LsCommandTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws IOException {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void everyFlowIsAJsonObjectOnALineOfItsOwn() {
        Call call = Call.steno("ls", session, "--json");
        assertThat(call.out()).isEqualTo(golden("ls.json"));
        assertThat(call.code()).isZero();
        assertThat(call.err()).isEmpty();
    }

    @Test
    void aFilterByRecorderOfAFileSaysThatAFileHasNone() {
        for (String filter : List.of("recorder = 17", "!(recorder ~ proxy | ~m GET)")) {
            Call call = Call.steno("ls", session, filter);
            assertThat(call.code()).isZero();
            assertThat(call.err())
                    .contains("a session file has no recorder, so the filter's \"recorder\" matches none");
        }
        assertThat(Call.steno("export", session, "--format", "curl", "-f", "recorder = 17")
                        .err())
                .contains("a session file has no recorder");
        assertThat(Call.steno("ls", session, "~u recorder").err()).doesNotContain("a session file has no recorder");
    }

    @Test
    void aPipeGetsTabsAndFullValues() {
        Call call = Call.steno("ls", session);
        assertThat(call.out()).isEqualTo(golden("ls.tsv"));
        assertThat(call.out().lines())
                .allSatisfy(line -> assertThat(line.split("\t", -1)).hasSameSizeAs(FlowTsv.COLUMNS.split(" ")));
    }

    @Test
    void aTerminalGetsATableThatFitsIt() {
        for (int width : new int[] {60, 80, 120}) {
            Call call = Call.onTerminal(width, "ls", session);
            assertThat(call.text().lines())
                    .hasSize(6)
                    .allSatisfy(line -> assertThat(plain(line)).hasSizeLessThanOrEqualTo(Math.max(width, 77)));
            assertThat(plain(call.text()))
                    .contains(width > 60 ? "https://" : "example.org/form")
                    .contains("GET")
                    .contains("39.1 KiB");
        }
    }

    @Test
    void eachColumnOfTheTableHasAHeadingAndAnotherDayIsNamed() {
        List<String> lines =
                plain(Call.onTerminal(160, "ls", session).text()).lines().toList();
        assertThat(lines.get(0).strip().split(" +"))
                .containsExactly("id", "date", "and", "time", "status", "method", "size", "taken", "type", "url");
        assertThat(lines.get(1))
                .matches(" +1 01-0[123] [0-9:]{8} 200 +GET .*application/json +https://example.org/data.*");
        assertThat(lines.get(3)).contains(" application/octet-stream ");
    }

    @Test
    void aFailedFlowIsMarkedWithoutColourAndSaysWhy() {
        Call call = Call.onTerminal(120, "ls", session, "--color=never", "id=2");
        assertThat(call.text().lines().toList().get(1)).contains(" ✗ ").contains("connect: connection");
        assertThat(plain(Call.onTerminal(200, "ls", session, "id=2").text()))
                .contains("https://example.org/form  connect: connection refused");
    }

    @Test
    void aTableAndColoursCanBeHadInAPipe() {
        assertThat(Call.steno("ls", session, "--table").text())
                .contains("status method")
                .doesNotContain("\t", "\u001b");
        assertThat(Call.steno("ls", session, "--table", "--color", "always").out())
                .contains("\u001b[32m");
        assertThat(Call.onTerminal(100, "ls", session, "--color=never").out()).doesNotContain("\u001b");
        assertThat(Call.steno("ls", session, "--color", "pink").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void headerFieldsCanBeHadInJson() {
        Call call = Call.steno("ls", session, "--json", "--headers", "id < 3");
        assertThat(call.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(Call.steno("show", session, 1, "--json").out().strip());
        assertThat(Call.steno("ls", session, "--headers").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aTerminalShowsTheListPageByPageInTheColoursAskedFor() throws IOException {
        Path pages = folder.resolve("pages");
        var out = new java.io.ByteArrayOutputStream();
        Map<String, String> environment = Map.of("STENO_PAGER", "cat > " + pages, "PATH", System.getenv("PATH"));
        int code = new Cli(new Console(out, out, 100, environment))
                .run("ls", session.toString(), "--color=never", "~m POST");
        assertThat(code).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(Files.readString(pages)).hasLineCount(2).contains("connect").doesNotContain("\u001b");
    }

    @Test
    void aFilterNeedsNoFlag() {
        assertThat(ids(Call.steno("ls", session, "~m POST"))).containsExactly("2");
        assertThat(Call.steno("ls", session, "~m POST", "-f", "~m GET").err()).contains("the filter is given twice");
        assertThat(Call.steno("ls", session, "~m POST", "-f", "~m GET").code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void nothingThatMatchesIsSaidAndCanBeTheExitCode() {
        Call none = Call.steno("ls", session, "~d nowhere");
        assertThat(none).isEqualTo(new Call(0, "", "steno: no flow matches (5 looked at)\n"));
        assertThat(Call.steno("ls", session, "~d nowhere", "--exit-code").code())
                .isEqualTo(ExitCode.FAILURE);
        assertThat(Call.steno("ls", session, "~m POST", "--exit-code").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            needle            | no flow's URL has needle (5 looked at); in bodies: '~b needle'
            POST              | methods: '~m POST'
            418               | status codes: '~c 418'
            statuss=404       | did you mean status=404?
            'POST /nowhere'   | no flow's URL has POST and /nowhere (5 looked at)
            out.flow          | there is no file out.flow
            """)
    void wordsThatNoUrlHasAreSaidToHaveBeenSearchedForThere(String filter, String expected) {
        assertThat(Call.steno("ls", session, filter).err()).hasLineCount(1).contains(expected);
    }

    @Test
    void aFolderInThePlaceOfASessionIsNamed() throws IOException {
        Path inside = Files.createDirectory(folder.resolve("sessions"));
        assertThat(Call.steno("ls", session, inside).err())
                .contains(inside + " is a folder; name a session file in it");
    }

    @Test
    void aFilterWithoutQuotesIsToldToBeQuoted() {
        Call two = Call.steno("ls", "~m", "POST");
        assertThat(two.code()).isEqualTo(ExitCode.USAGE);
        assertThat(two.err()).contains("'~m POST'").hasLineCount(1);
        assertThat(Call.steno("ls", session, "~m", "POST").err()).contains("'~m POST'");
        assertThat(Call.steno("tail", session, "status", ">=", "400").err()).contains("'status >= 400'");
    }

    @Test
    void aScriptExpectsNoFlowOrSome() {
        Call found = Call.steno("ls", session, "~m POST", "--expect", "none");
        assertThat(found.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(found.out()).hasLineCount(1);
        assertThat(found.err()).isEqualTo("steno: expected no flow, found 1 flow\n");
        assertThat(Call.steno("ls", session, "~d nowhere", "--expect", "none").code())
                .isZero();
        assertThat(Call.steno("ls", session, "~d nowhere", "--expect", "some").code())
                .isEqualTo(ExitCode.FAILURE);
        assertThat(Call.steno("ls", session, "~m POST", "--expect", "some").code())
                .isZero();
        for (String expectation : new String[] {"none", "some"}) {
            assertThat(Call.steno("ls", session.resolveSibling("none.steno"), "--expect", expectation)
                            .code())
                    .as("a session that does not exist fulfils no expectation")
                    .isEqualTo(ExitCode.FAILURE);
        }
        assertThat(Call.steno("ls", session, "--expect", "one").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("ls", session, "--expect", "none", "--exit-code").code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void noColourIsUsedWhereItIsNotWanted() {
        assertThat(Call.onTerminal(100, "ls", session).out()).contains("\u001b[32m");
        assertThat(Call.steno("ls", session).out()).doesNotContain("\u001b");
        var out = new java.io.ByteArrayOutputStream();
        new Cli(new Console(out, out, 100, Map.of("NO_COLOR", "1"))).run("ls", session.toString());
        assertThat(out.toString()).contains("example.org").doesNotContain("\u001b");
    }

    @Test
    void theNewestComeFirstWhereAsked() {
        assertThat(ids(Call.steno("ls", session, "--reverse"))).containsExactly("5", "4", "3", "2", "1");
    }

    @Test
    void anyOrderCanBeAskedFor() {
        assertThat(ids(Call.steno("ls", session, "--order", "status"))).containsExactly("2", "4", "1", "3", "5");
        assertThat(ids(Call.steno("ls", session, "-o", "size", "-r", "-n", 2))).containsExactly("3", "1");
        assertThat(ids(Call.steno("ls", session, "-o", "duration", "--filter", "~s")))
                .containsExactly("5", "1", "3");
        Call wrong = Call.steno("ls", session, "--order", "colour");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err()).contains("--order: \"colour\" is not one of the choices");
    }

    @Test
    void aLimitCountsMatchingFlows() {
        assertThat(ids(Call.steno("ls", session, "--limit", 2))).containsExactly("4", "5");
        assertThat(ids(Call.steno("ls", session, "--first", 2))).containsExactly("1", "2");
        assertThat(ids(Call.steno("ls", session, "--first", 2, "-r"))).containsExactly("2", "1");
        assertThat(ids(Call.steno("ls", session, "-n", 2, "-o", "size"))).containsExactly("1", "3");
        assertThat(Call.steno("ls", session, "--first", 2, "-n", 2).code()).isEqualTo(ExitCode.USAGE);
        assertThat(ids(Call.steno("ls", session, "-r", "-n", 1))).containsExactly("5");
        assertThat(ids(Call.steno("ls", session, "--limit", 0))).isEmpty();
        assertThat(ids(Call.steno("ls", session, "-n", 1, "--filter", "~m POST")))
                .containsExactly("2");
    }

    @Test
    void aFilterMayAskForBodiesAndMessages() {
        assertThat(ids(Call.steno("ls", session, "--filter", "~b steno"))).containsExactly("1");
        assertThat(ids(Call.steno("ls", session, "--filter", "~b hello"))).containsExactly("4");
        assertThat(ids(Call.steno("ls", session, "--filter", "~e"))).containsExactly("2");
        assertThat(ids(Call.steno("ls", session, "--filter", "status = 200 & ~u large")))
                .containsExactly("3");
    }

    @Test
    void aWrongFilterIsAWrongCall() {
        Call call = Call.steno("ls", session, "--filter", "~c");
        assertThat(call.code()).isEqualTo(ExitCode.USAGE);
        assertThat(call.err()).startsWith("steno: filter: ");
        assertThat(call.out()).isEmpty();
    }

    @Test
    void aFileThatIsNoSessionIsRefusedUntouched() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk");
        Call call = Call.steno("ls", notes);
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).startsWith("steno: ").contains("notes.txt").hasLineCount(1);
        assertThat(notes).hasContent("buy milk");
    }

    @Test
    void aMissingFileIsNamedAndNotMade() {
        Call call = Call.steno("ls", folder.resolve("absent.steno"));
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).contains("absent.steno").hasLineCount(1);
        assertThat(folder.resolve("absent.steno")).doesNotExist();
    }

    @Test
    void aReaderWhoLeavesIsNoError() {
        Call call = into(new IOException("Broken pipe"));
        assertThat(call.code()).isZero();
        assertThat(call.err()).isEmpty();
    }

    @Test
    void aFullDiskIsAnError() {
        Call call = into(new IOException("No space left on device"));
        assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(call.err()).contains("No space left on device").hasLineCount(1);
    }

    private Call into(IOException failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw failure;
            }

            @Override
            public void write(byte[] data, int from, int length) throws IOException {
                throw failure;
            }
        };
        var err = new java.io.ByteArrayOutputStream();
        int code = new Cli(new Console(broken, err, null, Map.of())).run("ls", session.toString());
        return new Call(code, "", err.toString());
    }

    private static List<String> ids(Call call) {
        assertThat(call.err()).isEmpty();
        return call.out().lines().map(line -> line.split("\t", 2)[0]).toList();
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private static String golden(String name) {
        return Golden.text(name);
    }
}
