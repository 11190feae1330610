package dev.steno.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path folder;

    @Test
    void theLibraryOfThisSystemIsUnpackedWithoutTheDriver() throws Exception {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        assumeThat(List.of("amd64", "aarch64")).contains(System.getProperty("os.arch"));
        assumeThat(Path.of("/lib/ld-musl-x86_64.so.1")).doesNotExist();

        assertThat(NativeLibrary.unpack(folder)).isTrue();
        Path library = folder.resolve(System.mapLibraryName("sqlitejdbc"));
        assertThat(Files.readAllBytes(library)).startsWith(0x7f, 'E', 'L', 'F');
    }
}
