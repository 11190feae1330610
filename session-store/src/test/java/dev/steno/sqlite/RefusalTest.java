package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A path that cannot be a session is refused with a clear message, and nothing on the disk changes. */
class RefusalTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatIsNoDatabaseIsRefusedUntouched() throws Exception {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "buy milk\n".repeat(1000));
        refused(file, "is not a Steno session");
    }

    @Test
    void aShortFileThatIsNoDatabaseIsRefusedUntouched() throws Exception {
        Path file = folder.resolve("x");
        Files.writeString(file, "x");
        refused(file, "is not a Steno session");
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedUntouched() throws Exception {
        Path file = folder.resolve("other.db");
        database(file, "CREATE TABLE flow (id INTEGER PRIMARY KEY)");
        refused(file, "of another program");
    }

    @Test
    void anotherProgramsDatabaseInLogModeIsRefusedUntouched() throws Exception {
        Path file = folder.resolve("other.db");
        database(file, "PRAGMA journal_mode = WAL", "CREATE TABLE t (x)");
        refused(file, "of another program");
    }

    @Test
    void aNewerFormatIsRefusedUntouched() throws Exception {
        Path file = folder.resolve("new.steno");
        SqliteSessionStore.open(file, "test").close();
        database(file, "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 5");
        refused(file, "recorded by a newer Steno (session format 5; this one knows up to 4)");
    }

    @Test
    void aFolderIsRefused() throws Exception {
        Path file = Files.createDirectory(folder.resolve("sub"));
        refused(file, "is a folder");
    }

    @Test
    void aDeviceIsRefused() {
        assertThatThrownBy(() -> SqliteSessionStore.open(Path.of("/dev/full"), "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void aPathInAFolderThatDoesNotExistIsRefused() throws Exception {
        assertThatThrownBy(() -> SqliteSessionStore.open(folder.resolve("no/such/work.steno"), "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("there is no folder");
        assertThat(contents()).isEmpty();
    }

    @Test
    void aFolderThatTakesNoFilesIsRefused() {
        // A folder of the kernel, in which not even a superuser can create files.
        assertThatThrownBy(() -> SqliteSessionStore.open(Path.of("/proc/self/work.steno"), "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("cannot record to /proc/");
    }

    @Test
    void readingWhatDoesNotExistIsRefusedAndMakesNothing() throws Exception {
        assertThatThrownBy(() -> SqliteSessionReader.open(folder.resolve("gone.steno")))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("no such file");
        assertThat(contents()).isEmpty();
    }

    @Test
    void anEmptyFileIsANewSessionToARecorderAndNoneToAReader() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.steno"));
        assertThatThrownBy(() -> SqliteSessionReader.open(file))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("is empty");
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        assertThat(store.resumed()).isFalse();
        store.close();
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.info().flows()).isZero();
        }
    }

    @Test
    void aSecondRecorderInTheSameProcessIsRefusedAndTheFirstGoesOnHoldingTheSession() throws Exception {
        Path file = folder.resolve("work.steno");
        SqliteSessionStore first = SqliteSessionStore.open(file, "test");
        Path link = Files.createSymbolicLink(folder.resolve("link.steno"), file);
        for (Path name : new Path[] {file, file, link}) {
            assertThatThrownBy(() -> SqliteSessionStore.open(name, "test"))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining(
                            "another process (" + ProcessHandle.current().pid() + ") is recording to");
        }
        first.close();
        SqliteSessionStore.open(link, "test").close();
    }

    @Test
    void onlyTheOwnerMayReadASessionAndTheFilesBesideIt() throws Exception {
        Path file = folder.resolve("work.steno");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(4)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .isEqualTo("rw-------"));
        }
        store.close();
        assertThat(folder.toFile().list()).containsExactly("work.steno");
    }

    @Test
    void anyCharacterMayBeInAName() throws Exception {
        Path file = folder.resolve("a b?c=d&%41#ü'\".steno");
        SqliteSessionStore.open(file, "test").close();
        assertThat(folder.toFile().list()).containsExactly(file.getFileName().toString());
        assertThat(SqliteSessionStore.open(file, "test").resumed()).isTrue();
    }

    private void refused(Path file, String words) throws IOException {
        Map<String, String> before = contents();
        assertThatThrownBy(() -> SqliteSessionStore.open(file, "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining(words);
        assertThat(contents()).isEqualTo(before);
        assertThatThrownBy(() -> SqliteSessionReader.open(file))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining(words);
        assertThat(contents()).isEqualTo(before);
    }

    /** Every file in the folder with its content. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> !path.equals(folder)).toList()) {
                contents.put(
                        folder.relativize(file).toString(),
                        Files.isDirectory(file) ? "folder" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static void database(Path file, String... statements) throws IOException, SQLException {
        if (!Files.exists(file)) {
            Files.write(file, "".getBytes(StandardCharsets.US_ASCII));
        }
        try (Connection connection = ConnectionOpener.write(file);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
