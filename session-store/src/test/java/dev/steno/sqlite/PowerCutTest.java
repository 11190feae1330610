package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Durability;
import dev.steno.store.SessionReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state after a loss of power: the files as they are at a random moment, possibly within a commit, followed by
 * random bytes after the part that was synced. The recorder is paused (SIGSTOP) while its files are copied.
 */
@Timeout(600)
class PowerCutTest {
    private static final int COPIES = 8;

    @TempDir
    Path folder;

    @Test
    void copiesTakenWhileItIsRecordedAreSoundAndHoldAllThatWasAcknowledged() throws Exception {
        for (Durability mode : Durability.values()) {
            copyWhileRecording(mode);
        }
    }

    private void copyWhileRecording(Durability mode) throws Exception {
        Path file = folder.resolve(mode + ".steno");
        Path copy = folder.resolve("copy.steno");
        Random random = new Random(mode.ordinal());
        Process recorder = RecordingProcess.start(file, "forever", mode);
        try {
            BufferedReader said = recorder.inputReader();
            for (int copies = 0; copies < COPIES; copies++) {
                long acknowledged = Long.parseLong(said.readLine());
                while (said.ready()) {
                    acknowledged = Long.parseLong(said.readLine());
                }
                LockSupport.parkNanos(random.nextInt(5_000_000)); // lets the recorder reach a random point
                signal(recorder, "STOP");
                Files.deleteIfExists(SideFiles.index(copy));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.copy(SideFiles.log(file), SideFiles.log(copy), StandardCopyOption.REPLACE_EXISTING);
                if (copies % 2 == 1) {
                    litter(SideFiles.log(copy), random);
                }
                check(copy, acknowledged);
                signal(recorder, "CONT");
            }
        } finally {
            recorder.destroyForcibly().waitFor();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    /** Appends random bytes, as if power failed during a write. */
    private static void litter(Path log, Random random) throws IOException {
        byte[] rubbish = new byte[1 + random.nextInt(40_000)];
        random.nextBytes(rubbish);
        Files.write(log, rubbish, StandardOpenOption.APPEND);
    }

    private static void check(Path copy, long acknowledged) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(copy, "test");
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(copy));
                SessionReader reader = store.reader()) {
            assertThat(sqlite.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"))
                    .isZero();
            assertThat(sqlite.number("SELECT count(*) FROM flow WHERE id <= " + acknowledged))
                    .isEqualTo(acknowledged);
            assertThat(sqlite.number("SELECT count(*) FROM flow WHERE state <> iif(id % " + RecordingProcess.STAYS_OPEN
                            + " = 0, 3, 1)" + " AND id <= " + acknowledged))
                    .isZero();
            assertThat(sqlite.number("SELECT count(*) FROM body WHERE size <>"
                            + " (SELECT ifnull(sum(length(data)), 0) FROM body_chunk WHERE body = body.id)"))
                    .isZero();
            assertThat(reader.flow(acknowledged)).isPresent();
        }
        store.close();
    }

    @Test
    void aSessionWhoseLogWasBeingMovedIntoItIsOpened() throws Exception {
        Path file = folder.resolve("moving.steno");
        Path copy = folder.resolve("copy.steno");
        Process recorder = RecordingProcess.start(file, "forever");
        try {
            while (Long.parseLong(recorder.inputReader().readLine()) < 400) {
                // until the log has more pages than the file
            }
        } finally {
            recorder.destroyForcibly().waitFor();
        }
        Files.copy(file, copy);
        Files.copy(SideFiles.log(file), SideFiles.log(copy));
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        long flows = store.resumedWith().flows();
        store.close(); // now the log has been moved into the file
        try (FileChannel whole = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel moving = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            whole.transferTo(0, 16_384, moving); // power failed when only the first page had been moved
        }
        try (SessionReader reader = SqliteSessionReader.open(copy)) {
            assertThat(reader.flow(400)).isPresent();
        }
        SqliteSessionStore again = SqliteSessionStore.open(copy, "test");
        assertThat(again.resumedWith().flows()).isEqualTo(flows);
        again.close();
    }

    @Test
    void aCommitIsSyncedWhereThePowerMayGo() throws Exception {
        for (Durability mode : Durability.values()) {
            SqliteSessionStore store = SqliteSessionStore.open(folder.resolve(mode + "-sync.steno"), "test", mode);
            assertThat(store.sqlite().number("PRAGMA synchronous"))
                    .as("1 syncs at checkpoints, 2 at each commit")
                    .isEqualTo(mode == Durability.PROCESS ? 1 : 2);
            store.close();
        }
    }
}
