package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reasons of real failures of the file system, in words. */
class FileErrorsTest {
    @TempDir
    Path folder;

    @Test
    void everyFailureHasAReasonWithoutAClass() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Path latin = Files.write(folder.resolve("latin"), new byte[] {(byte) 0xe9});

        assertThat(reason(() -> Files.readString(folder.resolve("absent")))).isEqualTo("no such file or folder");
        assertThat(reason(() -> new FileInputStream(folder.resolve("absent").toFile()).close()))
                .isEqualTo("no such file or directory");
        assertThat(reason(() -> Files.createDirectory(file))).isEqualTo("it exists already");
        assertThat(reason(() -> Files.delete(folder))).isEqualTo("the folder is not empty");
        assertThat(reason(() -> Files.newDirectoryStream(file).close())).isEqualTo("it is not a folder");
        assertThat(reason(() -> Files.readString(file.resolve("below")))).isEqualTo("not a directory");
        assertThat(reason(() -> Files.readString(latin))).isEqualTo("it is not UTF-8 text");
        assertThat(FileErrors.reason(new EOFException())).isEqualTo("the system gave no reason");
    }

    @Test
    void aFullDiskIsCalledThatWhateverTheSystemCallsIt() {
        for (String said : List.of("No space left on device", "There is not enough space on the disk")) {
            for (IOException each : List.of(new IOException(said), new FileSystemException("file", null, said))) {
                assertThat(FileErrors.reason(each)).isEqualTo("the disk is full: free some space");
            }
        }
    }

    private static String reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return FileErrors.reason(catchThrowable(call));
    }
}
