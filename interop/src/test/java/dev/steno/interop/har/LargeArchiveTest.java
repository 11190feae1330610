package dev.steno.interop.har;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proxyfan#18, har-extractor#15, reqable#2234, Logger++#196: archives that are larger than memory. */
class LargeArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void anArchiveOf220MegabytesIsImportedWithAHeapOf64() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeArchive.class.getName(),
                        folder.resolve("large.steno").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(said).contains(LargeArchive.SMALL + 2 + " flows, damage null");
        assertThat(process.exitValue()).isZero();
    }
}
