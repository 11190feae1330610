package dev.steno.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackFolderTest {
    @TempDir
    Path temporary;

    private Path left(String name, Duration age) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Files.write(folder.resolve("lib.so"), new byte[100]);
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
        return folder;
    }

    private void sweep() {
        UnpackFolder.sweep(temporary, Instant.now().minus(UnpackFolder.ABANDONED));
    }

    @Test
    void theFolderIsPrivateAndDeletedWithItsContent() throws Exception {
        List<Path> lent = new ArrayList<>();
        UnpackFolder.lend(folder -> {
            lent.add(folder);
            Files.write(folder.resolve("lib.so"), new byte[100]);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        });
        assertThat(lent).hasSize(1).noneMatch(Files::exists);
    }

    @Test
    void theFolderIsDeletedIfTheLibraryCannotBeLoaded() {
        List<Path> lent = new ArrayList<>();
        assertThatThrownBy(() -> UnpackFolder.lend(folder -> {
                    lent.add(folder);
                    throw new IllegalStateException("not for this system");
                }))
                .hasMessage("not for this system");
        assertThat(lent).hasSize(1).noneMatch(Files::exists);
    }

    @Test
    void foldersOfKilledProcessesAreDeletedAndThoseOfLiveOnesAreNot() throws Exception {
        Path abandoned = left("steno-natives-1", Duration.ofHours(2));
        Path loading = left("steno-natives-2", Duration.ofMinutes(59));
        Path others = left("someone-elses", Duration.ofDays(9));
        sweep();
        assertThat(abandoned).doesNotExist();
        assertThat(loading.resolve("lib.so")).exists();
        assertThat(others.resolve("lib.so")).exists();
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path precious = left("precious", Duration.ofDays(1));
        Path link = Files.createSymbolicLink(temporary.resolve("steno-natives-3"), precious);
        sweep();
        assertThat(precious.resolve("lib.so")).exists();
        assertThat(link).exists();
    }
}
