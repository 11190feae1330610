package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.StenoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files that a process leaves behind. */
@Timeout(600)
class TidyIT {
    @TempDir
    Path folder;

    @Test
    void anOrderlyEndLeavesTheSessionAloneAndAKillItsLogOnly() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path work = Files.createDirectory(folder.resolve("work"));
        Path session = work.resolve("work.steno");
        String jvm = "-Djava.io.tmpdir=" + temporary;
        try (AnsweringOrigin origin =
                AnsweringOrigin.plain((request, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[] {1}))) {
            try (StenoProcess steno = StenoProcess.recordIn(jvm, session)) {
                fetch(steno, origin);
                steno.stop();
            }
            assertThat(names(temporary)).isEmpty();
            assertThat(names(work)).contains("work.steno").noneMatch(name -> name.startsWith("work.steno-"));

            try (StenoProcess steno = StenoProcess.recordIn(jvm, session)) {
                fetch(steno, origin);
                steno.kill();
            }
            assertThat(names(temporary)).isEmpty();
            assertThat(StenoProcess.call("info", session).text()).contains("recording  no");
        }
    }

    private static void fetch(StenoProcess steno, AnsweringOrigin origin) throws IOException {
        String authority = "localhost:" + origin.port();
        try (Client client = Client.plain(steno.port())) {
            assertThat(client.get("http://" + authority + "/", authority).answer())
                    .hasSize(1);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
