package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that check, copy and change session files. */
class ToolCommandsTest {
    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws IOException {
        session = SampleSession.write(folder.resolve("work.steno"));
    }

    @Test
    void aSoundSessionIsClean() {
        assertThat(Call.steno("verify", session)).isEqualTo(new Call(0, "5 flows checked\nclean\n", ""));
    }

    @Test
    void problemsAreNamedWithTheirFlowsAndRepaired() throws SQLException {
        damage("UPDATE flow SET status = 500 WHERE id < 4", "DELETE FROM body_chunk");
        Call found = Call.steno("verify", session, "-n", 2);
        assertThat(found.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(found.out().lines())
                .containsExactly(
                        "5 flows checked",
                        "      3  flows whose columns differ from their encoded form",
                        "      1  bodies that are missing or too short",
                        "flow 1: its columns differ from its encoded form: status",
                        "flow 2: its columns differ from its encoded form: status",
                        "and 2 more",
                        "4 problems; steno verify --repair repairs them");
        assertThat(found.err()).isEmpty();
        Call repaired = Call.steno("verify", session, "--repair", "-n", 0);
        assertThat(repaired.code()).isZero();
        assertThat(repaired.out()).endsWith("clean, after the repair\n");
        assertThat(Call.steno("verify", session).out()).isEqualTo("5 flows checked\nclean\n");
        assertThat(Call.steno("ls", session).out().lines()).hasSize(5);
    }

    @Test
    void controlCharactersOfASessionDoNotReachTheTerminal() throws SQLException {
        damage(
                "UPDATE flow SET kind = char(27) || '[2J', client = char(27) || '[2J', error = char(27) || '[2J' WHERE id = 2",
                "UPDATE meta SET value = char(27) || '[2J' WHERE name = 'application'",
                "INSERT INTO session_option VALUES (char(27) || '[2J', char(27) || '[2J')",
                "INSERT INTO pass_through VALUES (char(27) || '[2J', char(27), char(27), char(27), 1, 1, 1, NULL, char(27))");
        for (List<Object> command : List.of(
                List.<Object>of("info", session),
                List.<Object>of("ls", session),
                List.<Object>of("show", session, 2),
                List.<Object>of("passthrough", session),
                List.<Object>of("verify", session))) {
            for (Call call : List.of(Call.steno(command.toArray()), Call.onTerminal(200, command.toArray()))) {
                assertThat(call.out() + call.err())
                        .as("%s", command)
                        .isNotEmpty()
                        .doesNotContain("\u001b[2J");
            }
        }
    }

    @Test
    void someFlowsAreSaved() {
        Path copy = folder.resolve("copy.steno");
        Call call = Call.steno("save", session, copy, "--filter", "~m GET");
        assertThat(call.out()).startsWith("saved 3 flows to " + copy + " (").endsWith("KiB)\n");
        assertThat(call.err()).isEmpty();
        assertThat(ids(copy)).containsExactly("1", "3", "5");
        Call again = Call.steno("save", session, copy);
        assertThat(again.code()).isEqualTo(ExitCode.FAILURE);
        assertThat(again.err()).contains("exists", "--force").hasLineCount(1);
        assertThat(Call.steno("save", session, copy, "--force").code()).isZero();
        assertThat(ids(copy)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void sessionsAreMerged() {
        Path copy = folder.resolve("copy.steno");
        Path merged = folder.resolve("merged.steno");
        assertThat(Call.steno("save", session, copy, "--filter", "~e").code()).isZero();
        Call call = Call.steno("merge", session, copy, "-o", merged);
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).startsWith("saved 6 flows to " + merged);
        assertThat(ids(merged)).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(Call.steno("ls", merged, "--filter", "~e").out().lines()).hasSize(2);
        assertThat(Call.steno("verify", merged).code()).isZero();
    }

    @Test
    void aMergeWithoutATargetIsAWrongCall() {
        assertThat(Call.steno("merge", session).code()).isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("merge", "-o", folder.resolve("merged.steno")).code())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aScriptMustSayYesToARemoval() {
        Call asked = Call.steno("rm", session, "--filter", "~e");
        assertThat(asked.code()).isEqualTo(ExitCode.USAGE);
        assertThat(asked.err()).contains("--yes").hasLineCount(1);
        assertThat(Call.steno("rm", session, "--yes").code()).isEqualTo(ExitCode.USAGE);
        assertThat(Call.steno("rm", session, "--filter", "~e", "--dry-run").out())
                .isEqualTo("1 flow of 5 would be removed from " + session + "\n");
        assertThat(ids(session)).hasSize(5);
        assertThat(Call.steno("rm", session, "--filter", "~e", "--yes").out())
                .isEqualTo("1 flow of 5 removed from " + session + "\n");
        assertThat(ids(session)).containsExactly("1", "3", "4", "5");
    }

    @Test
    void aPersonIsAskedAndMayDecline() {
        assertThat(rm("n\n")).isEqualTo(ExitCode.FAILURE);
        assertThat(rm("")).isEqualTo(ExitCode.FAILURE);
        assertThat(ids(session)).hasSize(5);
        assertThat(rm("Yes\n")).isZero();
        assertThat(ids(session)).hasSize(4);
    }

    private int rm(String answer) {
        var in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8));
        var err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayOutputStream(), err, 80, Map.of(), null, in, false);
        int code = new Cli(console).run("rm", session.toString(), "--filter", "~e");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Remove 1 flow of 5 from " + session + "? [y/N] ");
        return code;
    }

    @Test
    void compactingSaysWhatItGained() throws IOException {
        Call.steno("rm", session, "--filter", "~u large", "--yes");
        long before = Files.size(session);
        Call call = Call.steno("compact", session);
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .startsWith(session + ": ")
                .contains(" KiB before, ")
                .endsWith(" KiB now\n");
        assertThat(Files.size(session)).isLessThan(before);
    }

    @Test
    void aSessionThatIsRecordedIsReadButNotChanged() throws SessionException {
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        Path copy = folder.resolve("copy.steno");
        assertThat(Call.steno("verify", session).out())
                .isEqualTo("5 flows checked while the session is being recorded\nclean\n");
        assertThat(Call.steno("save", session, copy).code()).isZero();
        for (List<Object> refused : List.<List<Object>>of(
                List.of("verify", session, "--repair"),
                List.of("rm", session, "--filter", "~e", "--yes"),
                List.of("compact", session),
                List.of("merge", copy, session, "-o", folder.resolve("merged.steno")))) {
            Call call = Call.steno(refused.toArray());
            assertThat(call.code()).isEqualTo(ExitCode.FAILURE);
            assertThat(call.err()).contains("a process is recording to").hasLineCount(1);
        }
        recorder.close();
    }

    @Test
    void aTerminalIsShownHowFarTheWorkIsAndAPipeIsNot() {
        Path copy = folder.resolve("copy.steno");
        String shown = Call.onTerminal(80, "save", session, copy).err();
        assertThat(shown)
                .contains("\rcopying: 0 of 5 flows\u001b[K")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
        assertThat(Call.onTerminal(12, "verify", session).err()).contains("\rchecking fl\u001b[K");
        assertThat(Call.steno("save", session, folder.resolve("other.steno")).err())
                .isEmpty();
    }

    private void damage(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static List<String> ids(Path file) {
        Stream<String> lines = Call.steno("ls", file).out().lines();
        return lines.map(line -> line.split("\t", 2)[0]).toList();
    }
}
