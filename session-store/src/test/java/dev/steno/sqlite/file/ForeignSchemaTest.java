package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.Filter;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.sqlite.tool.SessionMerge;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.store.CheckReport;
import dev.steno.store.Problem;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with objects that no session format defines is refused, without running them, and is not changed. */
class ForeignSchemaTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER t AFTER INSERT ON flow BEGIN DELETE FROM flow_pb; END",
                "CREATE TRIGGER t AFTER UPDATE ON counter BEGIN DELETE FROM flow; END",
                "CREATE INDEX i ON flow (abs(id))",
                "CREATE INDEX i ON flow (id) WHERE length(host) > 3",
                "CREATE UNIQUE INDEX i ON flow (host, path, id)",
                "CREATE VIEW v AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
                "CREATE VIRTUAL TABLE v USING fts5 (text)",
                "CREATE TABLE t (a, b AS (hex(a)), CHECK (length(a) < 5))",
                "ALTER TABLE flow ADD COLUMN more TEXT",
                "ALTER TABLE flow ADD COLUMN more TEXT AS (upper(host))",
                "DROP TABLE meta",
                "DROP INDEX flow_open",
                "DROP VIEW flows",
            })
    void itIsRefusedByAllThatOpenAndNamedByVerify(String statement) throws Exception {
        ToolSession.damage(file, statement);
        Map<String, String> before = ToolSession.digests(folder);
        Path made = folder.resolve("made.steno");
        for (ThrowingCallable opening : List.<ThrowingCallable>of(
                () -> SqliteSessionReader.open(file).close(),
                () -> SqliteSessionStore.open(file, "test").close(),
                () -> SessionCheck.repair(file, Progress.NONE),
                () -> SessionTrim.open(file, Progress.NONE).close(),
                () -> SessionCopy.save(file, made, Filter.ALL, false, Progress.NONE),
                () -> SessionMerge.merge(List.of(file), made, "test", false, Progress.NONE))) {
            assertThatThrownBy(opening)
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("cannot read the session ");
        }
        CheckReport found = SessionCheck.verify(file, Progress.NONE);
        assertThat(found.isClean()).isFalse();
        assertThat(found.counts()).containsOnlyKeys(Problem.Kind.SCHEMA);
        assertThat(made).doesNotExist();
        before.keySet().forEach(name -> assertThat(folder.resolve(name)).exists());
        assertThat(ToolSession.digests(folder)).containsAllEntriesOf(before);
    }

    @Test
    void aViewInThePlaceOfATableIsRefused() throws Exception {
        ToolSession.damage(
                file,
                "DROP TABLE annotation",
                "CREATE VIEW annotation AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                        + " SELECT i AS flow, 'a' AS name, 'b' AS value FROM n");
        assertThatThrownBy(() -> SqliteSessionReader.open(file)).hasMessageContaining("table annotation is missing");
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).containsOnlyKeys(Problem.Kind.SCHEMA);
    }

    @Test
    void whatSqliteAndARepairMakeIsNoMatter() throws Exception {
        ToolSession.damage(file, "ANALYZE", "UPDATE flow_pb SET pb = x'00' WHERE id = 1");
        assertThat(SessionCheck.repair(file, Progress.NONE).isClean()).isTrue();
        assertThat(ToolSession.rows(file, "SELECT count(*) FROM damaged")).containsExactly("1|");
        assertThat(SessionCheck.verify(file, Progress.NONE).counts()).isEmpty();
        SqliteSessionStore.open(file, "test").close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aFormatThatThereNeverWasIsRefused(int format) throws Exception {
        ToolSession.damage(file, "PRAGMA user_version = " + format);
        assertThatThrownBy(() -> SessionCheck.verify(file, Progress.NONE))
                .hasMessageContaining("claims session format " + format);
        assertThatThrownBy(() -> SqliteSessionStore.open(file, "test"))
                .hasMessageContaining("claims session format " + format);
    }

    @Test
    void aRowThatWouldFillTheHeapIsNotRead() throws Exception {
        ToolSession.damage(file, "UPDATE flow_pb SET pb = zeroblob(70000000) WHERE id = 1");
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            assertThatThrownBy(() -> reader.flow(1)).hasMessageContaining("a row is larger than 67108864 bytes");
        }
    }
}
