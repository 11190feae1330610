package dev.steno.bench.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.bench.peer.ProxyProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real disk becomes full during recording, and later has space again: a small tmpfs, which only root can mount. */
@Timeout(600)
class FullDiskTest {
    @TempDir
    Path folder;

    private final Set<Long> whole = new HashSet<>();
    private Path disk;
    private NumberedOrigin origin;
    private ProxyProcess proxy;
    private HttpClient client;
    private long number;

    @BeforeEach
    void checkThatADiskCanBeMade() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        Assumptions.assumeTrue(root, "mounting a file system needs root");
        int code = new ProcessBuilder("unshare", "-m", "true").start().waitFor();
        Assumptions.assumeTrue(code == 0, "no mount namespace can be made here");
        origin = new NumberedOrigin();
    }

    @AfterEach
    void end() throws Exception {
        if (proxy != null) {
            proxy.kill();
        }
        if (origin != null) {
            origin.close();
        }
    }

    /** Starts the product with its session on a disk of 24 MB in a separate mount namespace. */
    private void start(String policy) throws IOException {
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        String mount = "mount -t tmpfs -o size=24m tmpfs '" + mounted + "' && exec \"$@\"";
        proxy = ProxyProcess.startBehind(
                List.of("unshare", "-m", "sh", "-c", mount, "sh"),
                folder.resolve("home"),
                mounted.resolve("work.steno"),
                KillTest.classPath(),
                "--on-store-failure",
                policy);
        disk = Path.of("/proc/" + proxy.pid() + "/root" + mounted);
        client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.port())))
                .build();
    }

    private HttpResponse<byte[]> ask() throws Exception {
        return ask(Duration.ofMinutes(3));
    }

    private HttpResponse<byte[]> ask(Duration patience) throws Exception {
        number++;
        URI uri = URI.create("http://127.0.0.1:" + origin.port() + "/" + number);
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(uri).timeout(patience).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 503) {
            assertThat(NumberedFlows.isBody(number, response.body())).isTrue();
            whole.add(number);
        }
        return response;
    }

    private void fillTheDisk() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] block = new byte[64 * 1024];
        try {
            while (true) {
                Files.write(filler, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /** Requests until one is refused; returns the number of those whose responses were held back, as the disk was full. */
    private int askUntilRefused() throws Exception {
        int heldBack = 0;
        while (true) {
            try {
                HttpResponse<byte[]> response = ask(Duration.ofSeconds(10));
                if (response.statusCode() == 503) {
                    assertThat(new String(response.body()))
                            .contains("the disk is full")
                            .contains("accepts requests again");
                    return heldBack;
                }
            } catch (HttpTimeoutException e) {
                heldBack++;
                assertThat(heldBack).isLessThan(5);
            }
        }
    }

    private void freeSpace() throws IOException {
        Files.delete(disk.resolve("filler"));
    }

    private long count(String words) {
        return proxy.said().stream().filter(line -> line.contains(words)).count();
    }

    private Aftermath aftermath() throws Exception {
        Path copy = folder.resolve("copy.steno");
        await().until(
                        () -> { // until everything recorded is written and the writer is idle
                            Files.deleteIfExists(folder.resolve("copy.steno-wal"));
                            Files.deleteIfExists(copy);
                            Files.copy(disk.resolve("work.steno"), copy);
                            Files.copy(disk.resolve("work.steno-wal"), folder.resolve("copy.steno-wal"));
                            return Aftermath.of(copy, whole).lost() <= Math.max(0, unrecorded());
                        });
        return Aftermath.of(copy, whole);
    }

    private long unrecorded() {
        return proxy.said().stream()
                .filter(line -> line.contains("passed unrecorded"))
                .mapToLong(line -> Long.parseLong(
                        line.replaceAll(".*; ([0-9,]+) flows? passed.*", "$1").replace(",", "")))
                .sum();
    }

    @Test
    void stopRefusesRequestsUntilThereIsRoomAgainAndLosesNothing() throws Exception {
        start("stop");
        for (int i = 0; i < 50; i++) {
            assertThat(ask().statusCode()).isNotEqualTo(503);
        }
        fillTheDisk();
        int heldBack = askUntilRefused();
        for (int i = 0; i < 20; i++) {
            assertThat(ask().statusCode()).isEqualTo(503);
        }
        await().until(() -> count("error: ") > 0);
        assertThat(count("error: ")).isEqualTo(1);
        freeSpace();
        await().until(() -> ask().statusCode() != 503);
        assertThat(count("error: ")).isEqualTo(1);
        await().until(() -> count("the session is writable again") == 1);
        Aftermath left = aftermath();
        assertThat(left.faults()).isEmpty();
        assertThat(left.lost()).isZero();
        assertThat(left.flows()).isBetween((long) whole.size(), (long) whole.size() + heldBack);
    }

    @Test
    void passAnswersEveryRequestAndCountsThoseThatItDidNotRecord() throws Exception {
        start("pass");
        for (int i = 0; i < 50; i++) {
            ask();
        }
        fillTheDisk();
        while (count("error: ") == 0) {
            assertThat(ask().statusCode()).isNotEqualTo(503);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(ask().statusCode()).isNotEqualTo(503);
        }
        freeSpace();
        await().until(() -> count("the session is writable again") == 1);
        for (int i = 0; i < 10; i++) {
            ask();
        }
        assertThat(unrecorded()).isBetween(100L, (long) whole.size() - 60);
        Aftermath left = aftermath();
        assertThat(left.faults()).isEmpty();
        assertThat(left.flows()).isEqualTo(whole.size() - unrecorded() + left.cut());
        assertThat(count("error: ")).isEqualTo(1);
    }
}
