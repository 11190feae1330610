package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system for which there are no native libraries: a processor of another name. */
class MissingLibrariesTest {
    private static final Map<String, String> OTHER_PROCESSOR = Map.of("JAVA_TOOL_OPTIONS", "-Dos.arch=sparc");

    @TempDir
    Path folder;

    @Test
    void whatReplacesTheLibrariesOfTheWireIsSaidWithVerbose() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, OTHER_PROCESSOR, "-v", "--session", "none")) {
            steno.awaitMessage(Pattern.compile("listening on"));
            assertThat(steno.err().lines().filter(line -> line.contains("apk add gcompat libgcc")))
                    .hasSize(2)
                    .anyMatch(line -> line.contains("BoringSSL does not load on this system, so TLS is the JDK's"))
                    .anyMatch(line -> line.contains("epoll does not load on this system, so sockets are the JDK's"));
            assertThat(steno.get("http://steno.internal/")).contains("Steno");
        }
        try (StenoProcess steno = new StenoProcess(folder, OTHER_PROCESSOR, "--session", "none")) {
            steno.awaitMessage(Pattern.compile("listening on"));
            assertThat(steno.err()).doesNotContain("does not load");
        }
    }

    @Test
    void aSessionNeedsSqlite() throws Exception {
        try (StenoProcess steno = new StenoProcess(folder, OTHER_PROCESSOR)) {
            assertThat(steno.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(steno.err().lines().filter(line -> line.startsWith("steno: ")))
                    .singleElement()
                    .asString()
                    .contains("SQLite does not load on this system", "STENO_JAVA_OPTS=-Djava.io.tmpdir=DIR");
        }
    }
}
