package dev.steno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.cli.terminal.ExitCode;
import dev.steno.testing.process.ProductClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends a signal to long operations in a separate process. */
class StoppedWorkTest {
    /** Number of rows, enough for each operation to take much longer than the signal. */
    private static final int PIECES = 1_000_000;

    @TempDir
    Path folder;

    private Path session;

    @BeforeEach
    void record() throws Exception {
        session = SampleSession.write(folder.resolve("work.steno"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + session);
                var statement = connection.createStatement()) {
            statement.executeUpdate(
                    "INSERT INTO message (flow, seq, time, from_client, data) WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < " + PIECES + ") SELECT 4, i, 0, 0, zeroblob(64) FROM n");
            statement.executeUpdate("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Test
    void aStoppedSaveLeavesTheSourceAsItWasAndNoFile() throws Exception {
        Map<String, String> before = files();
        Path draft = folder.resolve("copy.steno-new");
        Process save = start("save", session, folder.resolve("copy.steno"));
        await().until(() -> Files.exists(draft) || !save.isAlive());
        end(save);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aStoppedCompactionLeavesTheSourceAsItWas() throws Exception {
        Map<String, String> before = files();
        Path lock = folder.resolve("work.steno-lock");
        Process compact = start("compact", session);
        await().until(() -> Files.exists(lock) || !compact.isAlive());
        end(compact);
        assertThat(files()).isEqualTo(before);
    }

    private void end(Process process) throws IOException, InterruptedException {
        process.toHandle().destroy(); // SIGTERM, which is handled like SIGINT
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(ExitCode.STOPPED);
        assertThat(new String(process.getErrorStream().readAllBytes()))
                .contains("steno: stopped; nothing was changed")
                .hasLineCount(1);
    }

    private Process start(Object... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsteno.terminal=no"));
        words.addAll(ProductClasses.options());
        words.add("dev.steno.cli.Main");
        for (Object each : arguments) {
            words.add(each.toString());
        }
        return new ProcessBuilder(words).start();
    }

    /** The content of each file. */
    private Map<String, String> files() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                found.put(each.getFileName().toString(), digest(each));
            }
        }
        return found;
    }

    private static String digest(Path file) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file);
            for (int counter : new int[] {24, 92}) { // of changes, in SQLite's header (fileformat2.html, 1.3)
                Arrays.fill(bytes, Math.min(counter, bytes.length), Math.min(counter + 4, bytes.length), (byte) 0);
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
