package dev.steno.bench.robust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.InFull;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * If the disk is slower than the traffic, back-pressure slows the traffic down; memory stays bounded and nothing is
 * lost.
 */
@Timeout(600)
@InFull("BackPressureTest")
class SlowDiskTest {
    /** About 40 MB of bodies, through a heap of 64 MB. */
    private static final int REQUESTS = 6_000;

    @TempDir
    Path folder;

    @Test
    void onASlowDiskSocketsWaitAndNothingIsLostOrBlocked() throws Exception {
        Path session = folder.resolve("work.steno");
        Path err = folder.resolve("err");
        Process proxy = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-Dio.netty.leakDetection.targetRecords=0",
                        "-Dio.netty.leakDetection.trackClose=false",
                        "-cp",
                        KillTest.classPath(),
                        SlowDisk.class.getName(),
                        folder.resolve("home").toString(),
                        session.toString())
                .redirectError(err.toFile())
                .start();
        try (NumberedOrigin origin = new NumberedOrigin()) {
            BufferedReader said = proxy.inputReader();
            int port = Integer.parseInt(said.readLine().replaceAll("\\D", ""));
            AtomicLong numbers = new AtomicLong();
            NumberedClients clients = new NumberedClients(port, origin.port(), numbers, 16);
            Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(90))
                    .until(() -> numbers.get() >= REQUESTS || !proxy.isAlive());
            clients.stop();
            clients.join();
            assertThat(clients.whole()).hasSize((int) numbers.get());
            proxy.getOutputStream().close();
            assertThat(said.readLine()).isEqualTo("flows " + numbers.get());
            String loops = Integer.toString(Runtime.getRuntime().availableProcessors());
            assertThat(said.readLine()).endsWith(": " + loops + " of " + loops);
            assertThat(proxy.waitFor()).isZero();
            assertThat(err).content().isEmpty();
            Aftermath left = Aftermath.of(session, clients.whole());
            assertThat(left.lost()).isZero();
            assertThat(left.faults()).isEmpty();
        } finally {
            proxy.destroyForcibly();
        }
    }
}
