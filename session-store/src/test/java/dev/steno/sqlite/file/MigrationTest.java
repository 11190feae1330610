package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.sqlite.RecordingProcess;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.check.SessionCheck;
import dev.steno.store.Durability;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migration to the next format, tested with an invented one. */
class MigrationTest {
    /** The last of the made-up formats. */
    private static final int LATER = Schema.VERSION + 2;

    @TempDir
    Path folder;

    private Path file;
    private Path copy;
    private List<String> flows;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
        copy = folder.resolve("work.steno-backup-v" + Schema.VERSION);
        flows = ToolSession.rows(file, "SELECT * FROM flows ORDER BY id");
    }

    @Test
    void aSessionGoesThroughAllStepsAndACopyIsKept() throws Exception {
        migrate(next(2));
        assertThat(ToolSession.rows(file, "PRAGMA user_version")).containsExactly(LATER + "|");
        assertThat(ToolSession.rows(file, "SELECT * FROM palette")).containsExactly("red|RED|");
        assertThat(ToolSession.rows(file, "SELECT * FROM flows ORDER BY id")).isEqualTo(flows);
        assertThat(ToolSession.names(folder)).containsExactly("work.steno", "work.steno-backup-v" + Schema.VERSION);

        assertThat(ToolSession.rows(copy, "SELECT * FROM flows ORDER BY id")).isEqualTo(flows);
        assertThat(SessionCheck.verify(copy, Progress.NONE).isClean()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        SqliteSessionStore.open(copy, "test").close();

        assertThatThrownBy(() -> SqliteSessionStore.open(file, "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("recorded by a newer Steno (session format " + LATER + "; this one knows up to "
                        + Schema.VERSION + ")");
    }

    @Test
    void aNewSessionAndOneThatCameThroughAllStepsHaveTheSameTables() throws Exception {
        migrate(next(2));
        Path made = folder.resolve("made.steno");
        Files.createFile(made);
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.write(made))) {
            sqlite.execute("BEGIN");
            next(2).create(sqlite);
            sqlite.execute("COMMIT");
        }
        String tables = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
        assertThat(ToolSession.rows(made, tables)).isEqualTo(ToolSession.rows(file, tables));
        assertThat(ToolSession.rows(made, "PRAGMA user_version")).containsExactly(LATER + "|");
    }

    @Test
    void aStepThatFailsLeavesTheFileAsItWasAndNoCopy() throws Exception {
        Map<String, String> before = ToolSession.digests(folder);
        Migrations broken = new Migrations(
                LATER,
                version -> version == LATER ? "CREATE TABLE odd (a); INSERT INTO absent VALUES (1)" : script(version));
        assertThatThrownBy(() -> migrate(broken)).isInstanceOf(SQLException.class);
        assertThat(ToolSession.digests(folder)).isEqualTo(before);
    }

    @Test
    void aCopyOfAnEarlierTimeIsNotOverwritten() throws Exception {
        Files.writeString(copy, "precious");
        migrate(next(1));
        assertThat(copy).hasContent("precious");
        Path second = folder.resolve("work.steno-backup-v" + Schema.VERSION + ".2");
        assertThat(ToolSession.rows(second, "SELECT * FROM flows ORDER BY id")).isEqualTo(flows);
    }

    @Test
    void aSessionOfTheNewestFormatIsLeftAlone() throws Exception {
        migrate(Migrations.shipped());
        assertThat(ToolSession.names(folder)).containsExactly("work.steno");
    }

    @Test
    void whatTheLogHoldsOfADeadRecorderIsInTheCopyToo() throws Exception {
        Path killed = folder.resolve("killed.steno");
        Process recorder = RecordingProcess.start(killed, "forever");
        try {
            assertThat(recorder.inputReader().readLine()).isNotNull();
        } finally {
            recorder.destroyForcibly().waitFor();
        }
        String count = "SELECT count(*) FROM flow";
        List<String> before = ToolSession.rows(killed, count);
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.write(killed))) {
            next(1).run(killed, sqlite);
        }
        assertThat(ToolSession.rows(killed, count)).isEqualTo(before);
        assertThat(ToolSession.rows(folder.resolve("killed.steno-backup-v" + Schema.VERSION), count))
                .isEqualTo(before);
    }

    private void migrate(Migrations migrations) throws Exception {
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.write(file))) {
            migrations.run(file, sqlite);
            Schema.prepare(sqlite, Durability.PROCESS);
        }
    }

    /** Migrations to the format that is so many steps after the newest. */
    private static Migrations next(int steps) {
        return new Migrations(Schema.VERSION + steps, MigrationTest::script);
    }

    private static String script(int version) {
        if (version <= Schema.VERSION) {
            return Schema.script(version);
        }
        try (InputStream in =
                MigrationTest.class.getResourceAsStream("/migrations/after-" + (version - Schema.VERSION) + ".sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
