package dev.steno.sqlite.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.sqlite.RecordingProcess;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StopAt;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionCopyTest {
    @TempDir
    Path folder;

    private Path file;
    private Path copy;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
        copy = folder.resolve("copy.steno");
    }

    @Test
    void aSavedSessionHoldsAllThatTheFirstOneHolds() throws Exception {
        ToolSession.damage(file, "INSERT INTO session_option VALUES ('port', '8081')");
        Map<String, String> before = ToolSession.digests(folder);
        SessionCopy.Saved saved = SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE);
        assertThat(saved).isEqualTo(new SessionCopy.Saved(copy, 5, Files.size(copy)));
        assertThat(contents(copy)).isEqualTo(contents(file));
        for (String table : List.of(
                "flow",
                "flow_pb",
                "body",
                "body_chunk",
                "message",
                "annotation",
                "certificate",
                "session_option",
                "counter")) {
            assertThat(rows(copy, table)).as(table).isEqualTo(rows(file, table));
        }
        assertThat(ToolSession.digests(folder)).containsAllEntriesOf(before).hasSize(2);
        assertThat(SessionCheck.verify(copy, Progress.NONE).counts()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
    }

    @Test
    void someFlowsAreSavedWithWhatBelongsToThemAndNothingElse() throws Exception {
        SessionCopy.save(file, copy, FilterParser.parse("~u items/2 | ~t nothing"), false, Progress.NONE);
        assertThat(SessionCheck.verify(copy, Progress.NONE).counts()).isEmpty();
        try (SessionReader reader = SqliteSessionReader.open(copy);
                SessionReader source = SqliteSessionReader.open(file);
                SqliteConnection client = new SqliteConnection(ConnectionOpener.read(copy))) {
            assertThat(reader.page(Place.START, 10, false)).isEqualTo(source.flows(List.of(2L)));
            assertThat(client.numbers("SELECT body FROM body_chunk")).containsExactly(1L, 1L);
            assertThat(client.number("SELECT count(*) FROM message")).isZero();
            assertThat(client.number("SELECT count(*) FROM annotation")).isZero();
            assertThat(client.number("SELECT value FROM counter WHERE name = 'flow'"))
                    .isEqualTo(5);
        }
        SqliteSessionStore resumed = SqliteSessionStore.open(copy, "test");
        assertThat(resumed.resumedWith().flows()).isEqualTo(1);
        assertThat(resumed.resumedWith().lastFlow()).isEqualTo(5);
        resumed.close();
    }

    @Test
    void theIndexOfTextsGoesWithAllFlowsAndNotWithSome() throws Exception {
        ToolSession.damage(
                file,
                "INSERT INTO text_chunk VALUES (1, 0, 0, 1, 5, NULL, x'')",
                "INSERT INTO text_posting WITH RECURSIVE n(i) AS (SELECT 512 UNION ALL SELECT i + 1 FROM n WHERE i < 1023)"
                        + " SELECT i, x'00' FROM n",
                "INSERT INTO text_again VALUES (2)");
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE);
        Path some = folder.resolve("some.steno");
        SessionCopy.save(file, some, FilterParser.parse("~u items/2"), false, Progress.NONE);
        for (String table : TextTable.TABLES) {
            assertThat(rows(copy, table)).isNotEmpty().isEqualTo(rows(file, table));
            assertThat(rows(some, table)).isEmpty();
        }
        assertThat(rows(copy, "counter")).isEqualTo(rows(file, "counter"));
    }

    @Test
    void aBodyThatFlowsShareIsSavedWithEitherOfThem() throws Exception {
        ToolSession.damage(file, "UPDATE body SET flow = 3 WHERE id = 1");
        SessionCopy.save(file, copy, FilterParser.parse("~u items/2"), false, Progress.NONE);
        try (SqliteConnection client = new SqliteConnection(ConnectionOpener.read(copy))) {
            assertThat(client.numbers("SELECT body FROM body_chunk")).containsExactly(1L, 1L);
        }
    }

    @Test
    void aFileThatIsThereIsNotOverwrittenUnlessAsked() throws Exception {
        SessionCopy.save(file, copy, FilterParser.parse("~u items/2"), false, Progress.NONE);
        Map<String, String> before = ToolSession.digests(folder);
        assertThatThrownBy(() -> SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("exists");
        assertThatThrownBy(() -> SessionCopy.save(file, file, Filter.ALL, true, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("to itself");
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
        SessionCopy.save(file, copy, Filter.ALL, true, Progress.NONE);
        assertThat(contents(copy)).isEqualTo(contents(file));
    }

    @Test
    void whatIsNoSessionIsNotReplacedEvenIfAsked() throws Exception {
        Files.writeString(copy, "buy milk");
        assertThatThrownBy(() -> SessionCopy.save(file, copy, Filter.ALL, true, Progress.NONE))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("not a Steno session");
        assertThat(copy).hasContent("buy milk");
    }

    @Test
    void aSessionThatIsBeingRecordedIsNotReplaced() throws Exception {
        Path live = folder.resolve("live.steno");
        Process recorder = RecordingProcess.start(live, "hold");
        try {
            assertThatThrownBy(() -> SessionCopy.save(file, live, Filter.ALL, true, Progress.NONE))
                    .isInstanceOf(SessionException.class);
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }

    @Test
    void aStoppedCopyLeavesNothingButTheSourceAsItWas() throws Exception {
        Map<String, String> before = ToolSession.digests(folder);
        for (String filter : List.of("", "~u items")) {
            assertThatThrownBy(
                            () -> SessionCopy.save(file, copy, FilterParser.parseOrAll(filter), false, new StopAt(1)))
                    .isInstanceOf(WorkStopped.class);
            assertThat(ToolSession.digests(folder)).isEqualTo(before);
        }
    }

    @Test
    void aSessionIsSavedWhileItIsRecorded() throws Exception {
        Path live = folder.resolve("live.steno");
        Process recorder = RecordingProcess.start(live, "forever");
        try {
            for (int round = 0; round < 3; round++) {
                long acknowledged = Long.parseLong(recorder.inputReader().readLine());
                Path saved = folder.resolve("live-" + round + ".steno");
                SessionCopy.save(live, saved, Filter.ALL, false, Progress.NONE);
                assertThat(SessionCheck.verify(saved, Progress.NONE).counts()).isEmpty();
                try (SessionReader reader = SqliteSessionReader.open(saved)) {
                    List<FlowRow> rows = reader.rows(Place.START, Integer.MAX_VALUE, false);
                    assertThat(rows).hasSizeGreaterThanOrEqualTo((int) acknowledged);
                    assertThat(rows).noneMatch(row -> row.state() == FlowState.OPEN);
                }
            }
            assertThat(recorder.isAlive()).isTrue();
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSessionThatCannotBeWrittenIsSavedToo() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Path source = Files.copy(file, locked.resolve("work.steno"));
        assertThat(source.toFile().setReadOnly()).isTrue();
        assertThat(locked.toFile().setWritable(false)).isTrue();
        try {
            SessionCopy.save(source, copy, Filter.ALL, false, Progress.NONE);
        } finally {
            assertThat(locked.toFile().setWritable(true)).isTrue();
        }
        assertThat(ToolSession.names(locked)).containsExactly("work.steno");
        assertThat(contents(copy)).isEqualTo(contents(file));
    }

    private static List<Flow> contents(Path session) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(session)) {
            return reader.page(Place.START, 100, false);
        }
    }

    private static List<String> rows(Path session, String table) throws Exception {
        return ToolSession.rows(session, "SELECT * FROM " + table + " ORDER BY 1");
    }
}
