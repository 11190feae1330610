package dev.steno.bench.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.bench.peer.ProxyProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kernel remounts the session's disk read-only during a load, as it does if a disk fails. The disk is an ext4 file
 * system in a file, in a separate mount namespace, which only root can create.
 */
@Timeout(600)
class ReadOnlyDiskTest {
    /**
     * Upper bound on lost responses, one per client: those of the commit during the failure. In one of eight such
     * failures, ext4 reported fdatasync(2) as successful though the data was not on the disk; a loop of pwrite and
     * fdatasync alone shows it too.
     */
    private static final int CLIENTS = 4;

    private static final String MOUNT = "mount -o loop,errors=remount-ro '%s' '%s' && exec \"$@\"";

    @TempDir
    Path folder;

    private ProxyProcess proxy;

    @AfterEach
    void end() throws Exception {
        if (proxy != null) {
            proxy.kill();
        }
    }

    @Test
    void requestsAreRefusedFromThenOnAndWhatClientsHadIsOnTheDisk() throws Exception {
        Path image = folder.resolve("disk.img");
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "mounting a disk needs root");
        run("truncate", "-s", "64m", image.toString());
        run("mkfs.ext4", "-q", image.toString());
        Assumptions.assumeTrue(mounting(image, mounted, "true") == 0, "no ext4 in a file can be mounted here");
        proxy = ProxyProcess.startBehind(
                List.of("unshare", "-m", "sh", "-c", MOUNT.formatted(image, mounted), "sh"),
                folder.resolve("home"),
                mounted.resolve("work.steno"),
                KillTest.classPath(),
                "--durability",
                "strict");
        AtomicLong numbers = new AtomicLong();
        try (NumberedOrigin origin = new NumberedOrigin()) {
            NumberedClients clients = new NumberedClients(proxy.port(), origin.port(), numbers, CLIENTS);
            await().until(() -> clients.whole().size() > 200);
            breakTheDisk(mounted);
            await().until(() -> proxy.said().stream()
                    .anyMatch(line -> line.contains("error: cannot write the session") && line.contains("read-only")));
            proxy.kill();
            clients.join();
            run("cp", image.toString(), folder.resolve("after.img").toString());
            String copy = "cp '" + mounted + "'/work.steno* '" + folder + "'";
            assertThat(mounting(folder.resolve("after.img"), mounted, copy)).isZero();
            Aftermath left = Aftermath.of(folder.resolve("work.steno"), clients.whole());
            assertThat(left.faults()).isEmpty();
            assertThat(left.lost()).isLessThanOrEqualTo(CLIENTS);
            assertThat(left.flows()).isGreaterThanOrEqualTo(clients.whole().size() - left.lost());
        }
    }

    /** Triggers what the kernel does after a failed write (ext4(5), errors=remount-ro). */
    private void breakTheDisk(Path mounted) throws Exception {
        run("nsenter", "-m", "-t", Long.toString(proxy.pid()), "mount", "-o", "remount,abort", mounted.toString());
    }

    private static int mounting(Path image, Path mounted, String script) throws Exception {
        return exit("unshare", "-m", "sh", "-c", MOUNT.formatted(image, mounted), "sh", "sh", "-c", script);
    }

    private static void run(String... command) throws Exception {
        assertThat(exit(command)).as(String.join(" ", command)).isZero();
    }

    private static int exit(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
