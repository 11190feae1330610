package dev.steno.bench.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.bench.peer.ProxyProcess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system refuses all writes to the session during a load, as a disk that became read-only does, and later accepts
 * them again.
 */
@Timeout(600)
class WriteErrorTest {
    @TempDir
    Path folder;

    @Test
    void theRecordGoesOnWhenTheSystemWritesAgain() throws Exception {
        Path session = folder.resolve("work.steno");
        AtomicLong numbers = new AtomicLong();
        ProxyProcess proxy =
                ProxyProcess.start(folder.resolve("home"), session, KillTest.classPath(), "--on-store-failure", "pass");
        try (NumberedOrigin origin = new NumberedOrigin()) {
            NumberedClients clients = new NumberedClients(proxy.port(), origin.port(), numbers, 4);
            await().until(() -> numbers.get() > 200);
            limitFileSize(proxy, "4096");
            await().until(() ->
                    proxy.said().stream().anyMatch(line -> line.contains("error: cannot write the session")));
            long before = numbers.get();
            await().until(() -> numbers.get() > before + 200);
            limitFileSize(proxy, "unlimited");
            await().until(() -> proxy.said().stream().anyMatch(line -> line.contains("is writable again")));
            long after = numbers.get();
            await().until(() -> numbers.get() > after + 100);
            clients.stop();
            clients.join();
            proxy.close();
            assertThat(proxy.said().stream().filter(line -> line.contains("error: ")))
                    .hasSize(1);
            Aftermath left = Aftermath.of(session, clients.whole());
            assertThat(left.faults()).isEmpty();
            assertThat(left.lost()).isBetween(200L, numbers.get() - 200);
            assertThat(left.flows()).isEqualTo(numbers.get() - left.lost() + left.cut());
        } finally {
            proxy.kill();
        }
    }

    /** Makes each write beyond this size of a file fail (setrlimit(2), RLIMIT_FSIZE). */
    private static void limitFileSize(ProxyProcess proxy, String bytes) throws Exception {
        Process limit = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(proxy.pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(limit.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(limit.exitValue()).isZero();
    }
}
