package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.testing.http1.AnsweringOrigin;
import dev.steno.testing.process.Program;
import dev.steno.testing.process.StenoProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proxies that ship while they record. {@code -Dsteno.accept.kills=N} sets how often one is killed, 3 by default.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ShippedIT {
    private static final int KILLS = Integer.getInteger("steno.accept.kills", 3);

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    @TempDir
    Path folder;

    @Test
    void aProxyServesWhileItsStoreIsAwayAndShipsWhenItComes() throws Exception {
        Path session = folder.resolve("work.steno");
        try (AnsweringOrigin origin = AnsweringOrigin.plain(
                        (request, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[2_000]));
                CuttingRelay relay = new CuttingRelay(server.port())) {
            relay.refuse(true);
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            try (StenoProcess steno =
                    StenoProcess.record(session, "--ship", through, "--ship-secrets", "--web", "127.0.0.1:0")) {
                steno.awaitMessage(Pattern.compile("the shared store .*flows are kept and shipped later"));
                for (int i = 0; i < 100; i++) {
                    steno.get("http://localhost:" + origin.port() + "/" + i);
                }
                Program.Outcome status =
                        StenoProcess.call("status", "--home", steno.ca().getParent());
                assertThat(status.text()).contains("shipping");

                relay.refuse(false);
                steno.awaitMessage(Pattern.compile("the shared store takes flows again"));
                try (StoreContents store = new StoreContents(server, url)) {
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(1))
                            .until(() -> store.number("SELECT count(*) FROM steno.flow WHERE state = 1") == 100);
                }
                steno.get("http://localhost:" + origin.port() + "/last");
                steno.stop();
            }
        }
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    @Test
    void aProxyThatIsKilledAtAnyPointLosesAndDoublesNothingOnTheWay() throws Exception {
        Path session = folder.resolve("work.steno");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (AnsweringOrigin origin = AnsweringOrigin.plain(
                (request, body, out) -> AnsweringOrigin.ok(out, "text/plain", new byte[20_000]))) {
            for (int run = 0; run < KILLS; run++) {
                try (StenoProcess steno = StenoProcess.record(session, "--ship", url, "--ship-secrets")) {
                    CountDownLatch served = new CountDownLatch(1);
                    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                        try {
                            for (int i = 0; ; i++) {
                                steno.get("http://localhost:" + origin.port() + "/" + i);
                                served.countDown();
                            }
                        } catch (Exception killed) {
                            // as it should be
                        }
                    });
                    assertThat(served.await(1, TimeUnit.MINUTES)).isTrue();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
                    steno.kill();
                    load.join();
                }
                Program.Outcome shipped =
                        StenoProcess.call("ship", session, url, "--with-secrets", "--home", folder.resolve("home"));
                assertThat(shipped.code()).as(shipped.said()).isZero();
                try (StoreContents store = new StoreContents(server, url)) {
                    assertThat(store.number("SELECT count(*) FROM steno.recorder"))
                            .as("seed " + seed)
                            .isEqualTo(1);
                    store.assertEqual(1, session);
                    store.assertBatchesHaveNoGap(1);
                    System.out.println(
                            "kill " + run + ": " + store.number("SELECT count(*) FROM steno.flow") + " flows");
                }
            }
        }
    }
}
