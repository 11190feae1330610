package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.filter.Filter;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ToolSession;
import dev.steno.sqlite.tool.SessionCopy;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.testing.process.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session is in WAL mode while it is written, and is one plain file at rest. */
class JournalModeTest {
    /** The bytes 18 and 19 of the file: 1 for a rollback journal, 2 for a write-ahead log (fileformat2.html, 1.3.3). */
    private static final int FORMAT = 18;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void record() throws Exception {
        file = ToolSession.record(folder.resolve("work.steno"));
    }

    private static boolean isInWalMode(Path file) throws Exception {
        byte[] head = Files.readAllBytes(file);
        assertThat(head[FORMAT + 1]).isEqualTo(head[FORMAT]);
        return head[FORMAT] == 2;
    }

    private static long flows(Path file) throws Exception {
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            return reader.info().flows();
        }
    }

    @Test
    void aSessionAtRestIsNotInWalModeAndIsAgainWhileItIsRecorded() throws Exception {
        assertThat(isInWalMode(file)).isFalse();
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(SideFiles.log(file)).exists();
        assertThat(flows(file)).isEqualTo(5);
        store.close();
        assertThat(isInWalMode(file)).isFalse();
        assertThat(folder.toFile().list()).containsExactly("work.steno");
    }

    @Test
    void aToolLeavesNoLogAndACopyHasNone() throws Exception {
        OfflineSession.open(file, Progress.NONE).close();
        assertThat(isInWalMode(file)).isFalse();
        Path copy = folder.resolve("copy.steno");
        SessionCopy.save(file, copy, Filter.ALL, false, Progress.NONE);
        assertThat(isInWalMode(copy)).isFalse();
    }

    @Test
    void aReaderThatIsOpenAtTheEndKeepsItsViewAndTheEndDoesNotWait() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM flow")) {
            assertThat(row.next()).isTrue();
            store.close();
            int rows = 1;
            while (row.next()) {
                rows++;
            }
            assertThat(rows).isEqualTo(5);
        }
        assertThat(flows(file)).isEqualTo(5);
        SqliteSessionStore.open(file, "test").close();
        assertThat(isInWalMode(file)).isFalse();
    }

    @Test
    void aRecorderWaitsForTheTransactionOfAReader() throws Exception {
        try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = reader.createStatement()) {
            ResultSet row = statement.executeQuery("SELECT id FROM flow");
            assertThat(row.next()).isTrue();
            CompletableFuture<SqliteSessionStore> opening = CompletableFuture.supplyAsync(() -> {
                try {
                    return SqliteSessionStore.open(file, "test");
                } catch (SessionException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> opening.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            row.close();
            opening.get(180, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void aFileInAReadOnlyFolderIsReadByOtherPrograms() throws Exception {
        Path archive = Files.createDirectory(folder.resolve("archive"));
        Path copy = Files.copy(file, archive.resolve("work.steno"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(archive.toFile().setWritable(false)).isTrue();
        assertThat(copy.toFile().setWritable(false)).isTrue();
        String query = "import sqlite3, sys\nfile = sqlite3.connect(sys.argv[1])\n"
                + "print(file.execute('SELECT count(*) FROM flow').fetchone()[0])";
        Program.Outcome outcome = Files.isWritable(archive) // root, without the capability to write everywhere
                ? Program.need("setpriv").call("--inh-caps=-all", "--bounding-set=-all", "python3", "-c", query, copy)
                : Program.need("python3").call("-c", query, copy);
        assertThat(outcome.text()).isEqualTo("5\n");
        assertThat(flows(copy)).isEqualTo(5);
        assertThat(archive.toFile().setWritable(true)).isTrue();
    }
}
