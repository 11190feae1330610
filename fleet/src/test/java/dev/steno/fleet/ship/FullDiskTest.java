package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose disk is really full: a file system in memory, of a bounded size, which only root can mount. The shipper says so,
 * and sends the rest once there is room again.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskTest {
    private static final int FLOWS = 200;
    private static final Map<String, String> LITTLE_LOG = Map.of("max_wal_size", "8MB", "min_wal_size", "2MB");

    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = System.getProperty("user.name").equals("root")
                && run("mount", "-t", "tmpfs", "-o", "size=96m,mode=700", "steno-test", disk.toString()) == 0;
        if (!mounted) {
            System.out.println("skipped: a full disk needs root, who may mount a file system in memory");
        }
        assumeTrue(mounted, "no file system can be mounted");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static int run(String... words) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                System.out.println(String.join(" ", words) + ": " + said.strip());
            }
            return process.exitValue();
        } catch (IOException missing) {
            System.out.println(missing.getMessage());
            return -1;
        }
    }

    /** PostgreSQL goes on, and refuses what it has no room for. */
    @Test
    void flowsWaitUntilTheFullDiskOfTheTablesHasRoomAgain() throws Exception {
        check(disk.resolve("data"), folder.resolve("pg_wal"), "the disk of the server is full");
    }

    /** PostgreSQL that cannot write its log ends, and cannot start before there is room. */
    @Test
    void flowsWaitUntilAServerIsBackThatEndedForWantOfRoomForItsLog() throws Exception {
        check(folder.resolve("data"), disk.resolve("pg_wal"), "no server can be reached");
    }

    /** @param log where the server's write-ahead log is */
    private void check(Path data, Path log, String told) throws Exception {
        try (PostgresServer server = PostgresServer.start(data, LITTLE_LOG)) {
            server.kill();
            Path place = data.resolve("pg_wal");
            assertThat(run("mv", place.toString(), log.toString())).isZero();
            Files.createSymbolicLink(place, log);
            server.start();
            check(server, told);
        }
    }

    private void check(PostgresServer server, String told) throws Exception {
        String url = server.database();
        Path session = folder.resolve("work.steno");
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        try {
            recorder.commit(WriteBatch.of(ShipperTest.facts(1, FLOWS)));
            try (Shipping.Following shipper = shipping.follow(session, url)) {
                shipper.awaitSent(FLOWS);
                Path ballast = disk.resolve("ballast");
                assertThat(run("fallocate", "-l", roomButFor(1 << 20) + "", ballast.toString()))
                        .isZero();
                recorder.commit(WriteBatch.of(ShipperTest.stored(FLOWS + 1, 1, ShipperTest.bytes(9_000_000))));
                recorder.commit(WriteBatch.of(ShipperTest.facts(FLOWS + 2, 2 * FLOWS)));
                shipper.awaitTrouble(told);

                Files.delete(ballast);
                if (!server.process().isAlive()) {
                    server.start();
                }
                shipper.awaitSent(2 * FLOWS);
            }
        } finally {
            recorder.close();
        }
        System.out.println(shipping.told);
        assertThat(shipping.told).anyMatch(each -> each.contains(told)).last().isEqualTo("back");
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    private long roomButFor(long bytes) throws IOException {
        return Files.getFileStore(disk).getUsableSpace() - bytes;
    }
}
