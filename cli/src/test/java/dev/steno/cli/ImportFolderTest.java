package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.exchange.ImportFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The folder with the content of another tool's file is for its owner alone, and does not stay. */
class ImportFolderTest {
    private static Path leftBy(long pid) throws Exception {
        Path left = Files.createTempDirectory("steno-import-" + pid + "-");
        Files.writeString(left.resolve("import.steno"), "captured");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(2, ChronoUnit.HOURS)));
        return left;
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextAndWhatOneUsesStays() throws Exception {
        Process ended = new ProcessBuilder("sleep", "0").start();
        ended.waitFor();
        Path left = leftBy(ended.pid());
        Path used = leftBy(ProcessHandle.current().pid());
        Path made;
        try (ImportFolder folder = ImportFolder.create()) {
            made = folder.path();
            assertThat(left).doesNotExist();
            assertThat(used.resolve("import.steno")).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
            Files.writeString(folder.session(), "captured");
        } finally {
            Files.delete(used.resolve("import.steno"));
            Files.delete(used);
        }
        assertThat(made).doesNotExist();
    }
}
