package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import dev.steno.testing.tls.Identity;
import dev.steno.testing.tls.TestCa;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive of classes that the launcher makes covers a start and the first exchanges with servers: what it lacks, each
 * start reads from the jar and verifies.
 */
@Timeout(300)
class ArchivedClassesIT {
    /** Above what the watch for leaks and a different Java may add; one missing exchange adds more than that. */
    private static final int FEW = 15;

    @TempDir
    Path folder;

    @Test
    void aStartAndTheFirstExchangesLoadFewClassesFromTheJar() throws Exception {
        Path log = folder.resolve("classes");
        Identity identity = Identity.make(folder.resolve("origin"), "localhost");
        AnsweringOrigin.Answers answer = (request, body, out) ->
                AnsweringOrigin.ok(out, "text/plain", "steno".getBytes(StandardCharsets.US_ASCII));
        try (AnsweringOrigin plain = AnsweringOrigin.plain(answer);
                AnsweringOrigin secure = AnsweringOrigin.secure(identity.server(), answer);
                StenoProcess steno = StenoProcess.recordIn(
                        "-Xlog:class+load:file=" + log, folder.resolve("a.steno"), "--upstream-ca", identity.ca())) {
            String authority = "localhost:" + plain.port();
            try (Client client = Client.plain(steno.port())) {
                client.get("http://" + authority + "/", authority).answer();
            }
            try (Client client = Client.tunnel(steno.port(), "localhost", secure.port(), TestCa.trusting(steno.ca()))) {
                client.get("/", "localhost:" + secure.port()).answer();
            }
            List<String> loaded = Files.readAllLines(log);
            assertThat(loaded).anyMatch(line -> line.contains("dev.steno.cli.Main source: shared objects file"));
            assertThat(fromTheJar(loaded)).hasSizeLessThan(FEW);
        }
    }

    /** Its parser's classes, as they are released, have a format that cannot be archived. */
    @Test
    void aShortCommandLoadsFewClassesFromTheJar() throws Exception {
        Path session = folder.resolve("a.steno");
        try (StenoProcess steno = StenoProcess.recordIn("-Xmx256m", session)) {
            assertThat(steno.port()).isPositive();
        }
        Path log = folder.resolve("classes");
        Program.Outcome listed = StenoProcess.callIn("-Xlog:class+load:file=" + log, "ls", session, "-n", "50");
        assertThat(listed.code()).as(listed.err()).isZero();
        List<String> loaded = Files.readAllLines(log);
        assertThat(loaded).anyMatch(line -> line.contains("picocli.CommandLine source: shared objects file"));
        assertThat(fromTheJar(loaded)).hasSizeLessThan(FEW);
    }

    private static List<String> fromTheJar(List<String> loaded) {
        return loaded.stream()
                .filter(line -> line.contains(" source: file:") && line.endsWith("/steno.jar"))
                .toList();
    }
}
