package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.Schema;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    void aMissingSessionIsComparedWithThoseBesideIt() throws Exception {
        SqliteSessionStore.open(folder.resolve("shop.steno"), "test").close();
        assertThatThrownBy(() -> SqliteSessionReader.open(folder.resolve("shop.sten")))
                .isInstanceOf(SessionException.class)
                .hasMessageEndingWith("no such file; did you mean shop.steno?");
        assertThatThrownBy(() -> SqliteSessionReader.open(folder.resolve("monday.steno")))
                .isInstanceOf(SessionException.class)
                .hasMessageEndingWith("no such file");
    }

    @Test
    void recordingsOfOtherProgramsAreNamed() throws Exception {
        byte[] flow = "2003:9:websocket;0:~8:response;1790:6:reason,2:OK,".getBytes(StandardCharsets.UTF_8);
        refused(Files.write(folder.resolve("out.flow"), padded(flow)), "a flow file of mitmproxy: steno import FILE");
        byte[] har = "{\n  \"log\": {\"version\": \"1.2\"".getBytes(StandardCharsets.UTF_8);
        refused(Files.write(folder.resolve("site.har"), padded(har)), "a HAR file: steno import FILE");
        refused(Files.write(folder.resolve("a.gz"), padded(new byte[] {0x1f, (byte) 0x8b, 8})), "compressed");
        refused(Files.write(folder.resolve("a.pcapng"), padded(new byte[] {10, 13, 13, 10})), "a packet capture");
    }

    private static byte[] padded(byte[] start) {
        return Arrays.copyOf(start, 2000);
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
        int newer = Schema.VERSION + 1;
        Path file = folder.resolve("new.steno");
        SqliteSessionStore.open(file, "test").close();
        database(file, "PRAGMA journal_mode = DELETE", "PRAGMA user_version = " + newer);
        refused(
                file,
                "recorded by a newer Steno (session format " + newer + "; this one knows up to " + Schema.VERSION
                        + ")");
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
    void aPipeIsNoSession() {
        for (String name : new String[] {"-", "/dev/stdin", "/dev/null"}) {
            assertThatThrownBy(() -> SqliteSessionReader.open(Path.of(name)))
                    .isInstanceOf(SessionException.class)
                    .hasMessage(name + " is not a regular file: a session cannot go through a pipe or a device; give a"
                            + " file");
            assertThatThrownBy(() -> SqliteSessionStore.open(Path.of(name), "test"))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining("cannot go through a pipe");
        }
    }

    @Test
    void aNewFileWithTheNameOfAnotherKindIsRefused() throws Exception {
        for (String name :
                new String[] {"x.py", "x.js", "X.Java", "x.har", "x.flow", "x.mitm", "x.csv", "x.steno.gz", "x.JSON"}) {
            String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            assertThatThrownBy(() -> SqliteSessionStore.open(folder.resolve(name), "test"))
                    .isInstanceOf(SessionException.class)
                    .hasMessageContaining(
                            name + " cannot be a new session: a name that ends in ." + ending + " is that of ")
                    .hasMessageEndingWith("; name a session file here (-s is --session), such as work.steno");
        }
        assertThat(contents()).isEmpty();
        SqliteSessionStore.open(folder.resolve("py"), "test").close();
        SqliteSessionStore.open(folder.resolve("x.flow.db"), "test").close();
        Files.move(folder.resolve("py"), folder.resolve("old.flow"));
        SqliteSessionStore.open(folder.resolve("old.flow"), "test").close();
    }

    @Test
    void aPathThatIsTooLongForTheDatabaseIsRefusedAndTheLongestOneWorks() throws Exception {
        Path deep = folder.toRealPath();
        while (bytes(deep) < 380) {
            deep = Files.createDirectory(deep.resolve("d".repeat(90)));
        }
        Path longest = deep.resolve("s".repeat(491 - bytes(deep) - 1));
        SqliteSessionStore.open(longest, "test").close();
        SqliteSessionReader.open(longest).close();
        Path longer = deep.resolve("\u00e9" + "s".repeat(491 - bytes(deep) - 2));
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> SqliteSessionStore.open(longer, "test"), () -> SqliteSessionReader.open(longer))) {
            assertThatThrownBy(use)
                    .isInstanceOf(SessionException.class)
                    .hasMessageEndingWith(
                            "has 492 bytes, and SQLite opens files whose path has at most 491; give a file"
                                    + " in a folder with a shorter path");
        }
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void aLinkWithoutATargetIsCreatedAtItsTarget() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("big/disk"));
        Path link = Files.createSymbolicLink(folder.resolve("work.steno"), Path.of("next"));
        Files.createSymbolicLink(folder.resolve("next"), Path.of("big/disk/real.steno"));
        assertThatThrownBy(() -> SqliteSessionReader.open(link)).hasMessageContaining("there is no session");
        SqliteSessionStore store = SqliteSessionStore.open(link, "test");
        assertThat(store.file()).isEqualTo(disk.toRealPath().resolve("real.steno"));
        store.close();
        assertThat(link).isSymbolicLink();
        assertThat(disk.resolve("real.steno")).isRegularFile();
        Path lost = Files.createSymbolicLink(folder.resolve("lost.steno"), Path.of("no/such/work.steno"));
        assertThatThrownBy(() -> SqliteSessionStore.open(lost, "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("there is no folder");
        Path circle = Files.createSymbolicLink(folder.resolve("circle.steno"), Path.of("circle.steno"));
        assertThatThrownBy(() -> SqliteSessionStore.open(circle, "test"))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("symbolic links form a loop");
        assertThat(lost).isSymbolicLink();
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
