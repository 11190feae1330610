package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.CuttingRelay;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections that end or fall silent in the middle of a batch: no flow is lost, none is doubled. The number of cuts is
 * {@code -Dsteno.cuts}, 21 by default.
 */
class LostConnectionTest {
    private static final int CUTS = Integer.getInteger("steno.cuts", 21);

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    @Test
    void aConnectionThatIsCutAfterAnyByteLosesAndDoublesNothing() throws Exception {
        Path session = folder.resolve("work.steno");
        long seed = Long.getLong("steno.seed", System.nanoTime());
        Random random = new Random(seed);
        try (CuttingRelay relay = new CuttingRelay(server.port())) {
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            long next = 1;
            for (int run = 0; run < CUTS; run++) {
                record(session, ShipperTest.facts(next, next + 19));
                if (run % 7 == 0) {
                    record(session, ShipperTest.stored(next + 20, run + 1, ShipperTest.bytes(300_000)));
                    record(session, ShipperTest.stream(next + 21, 30, true));
                }
                next += 30;
                relay.cutAfter(random.nextInt(run % 7 == 0 ? 400_000 : 60_000));
                shipping.ship(session, through);
            }
            relay.cutAfter(Long.MAX_VALUE);
            shipping.ship(session, through);
            System.out.println(relay.cuts() + " cuts with seed " + seed + ": " + shipping.told);
            assertThat(relay.cuts()).isGreaterThan(CUTS / 4);
        }
        assertThat(shipping.told)
                .as("seed " + seed)
                .noneMatch(told -> told.startsWith("anew") || told.startsWith("refused"));
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    /** Its transaction holds the recorder's row until the server ends it, which it is told to do soon. */
    @Test
    void aPeerThatVanishesInItsTransactionDelaysItsRecorderBySeconds() throws Exception {
        Path session = folder.resolve("work.steno");
        Path other = folder.resolve("other.steno");
        record(session, ShipperTest.facts(1, 10));
        shipping.ship(session, url);
        record(other, ShipperTest.facts(1, 10));
        record(session, ShipperTest.facts(11, 20));
        try (CuttingRelay relay = new CuttingRelay(server.port());
                Connection vanished = java.sql.DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + relay.port()
                        + "/" + PostgresServer.name(url) + "?user=postgres")) {
            vanished.setAutoCommit(false);
            try (Statement statement = vanished.createStatement()) {
                statement.execute(dev.steno.fleet.server.StoreConnections.BOUNDS);
                statement.execute("UPDATE steno.progress SET batch = batch + 1 WHERE recorder = 1");
            }
            relay.vanish();

            shipping.ship(other, url);
            long began = System.nanoTime();
            shipping.ship(session, url);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(30);
        }
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertEqual(2, other);
        }
    }

    @Test
    void aServerThatFallsSilentIsAskedAgainAfterSeconds() throws Exception {
        Path session = folder.resolve("work.steno");
        record(session, ShipperTest.facts(1, 1_500));
        try (CuttingRelay relay = new CuttingRelay(server.port())) {
            relay.vanishAfter(1_000_000);
            String through = url.replace(":" + server.port() + "/", ":" + relay.port() + "/");
            CompletableFuture.runAsync(() -> {
                        try {
                            shipping.ship(session, through);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .get(SharedStore.LAST_SILENCE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(shipping.told).anyMatch(each -> each.contains("Read timed out"));
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
        }
    }

    @Test
    void flowsOnTheWayToAServerThatIsSilentAreBehindBeforeItIsGivenUp() throws Exception {
        Path session = folder.resolve("work.steno");
        record(session, ShipperTest.facts(1, 10));
        try (CuttingRelay relay = new CuttingRelay(server.port());
                Shipping.Following following =
                        shipping.follow(session, url.replace(":" + server.port() + "/", ":" + relay.port() + "/"))) {
            following.awaitSent(10);
            relay.vanish();
            record(session, ShipperTest.facts(11, 20));
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() ->
                            following.status().lag() > 0 || following.status().failure() != null);
            assertThat(following.status().failure()).isNull();
        }
    }

    @Test
    void aStoreThatIsAwayAtTheStartGetsAllWhenItComes() throws Exception {
        Path session = folder.resolve("work.steno");
        record(session, ShipperTest.facts(1, 300));
        try (CuttingRelay relay = new CuttingRelay(server.port());
                ShipSpool spool = ShipSpool.open(session);
                SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            relay.refuse(true);
            OutgoingFlows all = new OutgoingFlows(Filter.ALL, BodyPolicy.ALL, Redactor.NONE, reader);
            ServerUrl through = ServerUrl.parse(url.replace(":" + server.port() + "/", ":" + relay.port() + "/"));
            Shipper shipper = new Shipper(through, spool, all, Shipping.SENDER, shipping, () -> false);
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                try {
                    shipper.run(false);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Awaitility.await().until(() -> shipper.status().failure() != null);
            assertThat(shipper.status().failure()).contains("the shared store " + through);
            relay.refuse(false);
            done.get(120, TimeUnit.SECONDS);
        }
        assertThat(shipping.told).hasSizeGreaterThan(1).last().isEqualTo("back");
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
        }
        assertThat(Files.exists(folder.resolve("work.steno-wal"))).isFalse();
    }

    static void record(Path session, FlowEvent... facts) throws IOException {
        SqliteSessionStore store = SqliteSessionStore.open(session, "test");
        try {
            store.commit(WriteBatch.of(facts));
        } finally {
            store.close();
        }
    }
}
