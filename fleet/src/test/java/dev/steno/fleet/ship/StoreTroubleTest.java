package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.fleet.upkeep.StoreSetup;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores that do not take flows until a person acts: the shipper says what to do, the session keeps the flows, and they are
 * shipped once it is mended, without another call.
 */
class StoreTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PostgresServer server = PostgresServer.shared();
    private String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path session;

    @BeforeEach
    void name() {
        session = folder.resolve("work.steno");
    }

    /** What the test does to the server. */
    private interface Act {
        void run() throws Exception;
    }

    private void sql(String statements) {
        server.execute(PostgresServer.name(url), statements);
    }

    /** Breaks a store to which a session is shipped, and mends it. */
    private void check(String shipTo, Act breaking, String told, Act mending) throws Exception {
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        try {
            recorder.commit(WriteBatch.of(ShipperTest.facts(1, 10)));
            try (Shipping.Following shipper = shipping.follow(session, shipTo)) {
                shipper.awaitSent(10);
                breaking.run();
                recorder.commit(WriteBatch.of(ShipperTest.facts(11, 60)));
                shipper.awaitTrouble(told);
                assertThat(shipper.status().lag()).isEqualTo(50);
                assertThat(shipping.told).anyMatch(each -> each.startsWith("away: ") && each.contains(told));
                mending.run();
                await().atMost(PATIENCE)
                        .until(() -> shipper.status().failure() == null
                                && shipper.status().lag() == 0);
                assertThat(shipper.status().sent()).isEqualTo(60);
            }
        } finally {
            recorder.close();
        }
        assertThat(shipping.told).last().isEqualTo("back");
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
        }
    }

    /** The server's word for a disk without space, from a trigger; {@link FullDiskTest} fills one where it may. */
    @Test
    void aFullDiskIsToldAndTheFlowsAreShippedOnceThereIsRoom() throws Exception {
        server.assumeOneServer("triggers");
        check(
                url,
                () -> sql("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                        + " 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;"
                        + " CREATE TRIGGER full_disk BEFORE INSERT ON steno.flow FOR EACH ROW"
                        + " EXECUTE FUNCTION full_disk()"),
                "the disk of the server is full",
                () -> sql("DROP TRIGGER full_disk ON steno.flow"));
    }

    @Test
    void aDatabaseThatOnlyReadsIsTold() throws Exception {
        String name = PostgresServer.name(url);
        check(
                url,
                () -> {
                    server.execute("postgres", "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
                    server.disconnect(name);
                },
                "this server is a read-only standby: name the primary",
                () -> {
                    server.execute("postgres", "ALTER DATABASE " + name + " RESET default_transaction_read_only");
                    server.disconnect(name);
                });
    }

    @Test
    void aSessionIsNotShippedForEverToAServerThatOnlyReads() throws Exception {
        Path session = folder.resolve("once.steno");
        LostConnectionTest.record(session, ShipperTest.facts(1, 3));
        shipping.ship(session, url);
        String name = PostgresServer.name(url);
        server.execute("postgres", "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
        assertThatThrownBy(() -> shipping.ship(session, url))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("read-only standby: name the primary");
    }

    @Test
    void aStandbyReachedByMistakeIsToldAndTakesFlowsOnceItIsThePrimary() throws Exception {
        try (PostgresServer own = PostgresServer.start(Map.of())) {
            server = own;
            url = own.database();
            check(
                    url,
                    own::restartAsStandby,
                    "this server is a read-only standby: name the primary",
                    () -> own.execute("postgres", "SELECT pg_promote()"));
        }
    }

    @Test
    void aWrongPasswordIsToldWithoutItAndTheRightOneIsReadWhenItIsThere() throws Exception {
        server.executeOnAllNodes(
                PostgresServer.name(url),
                "DO $$ BEGIN CREATE ROLE secret LOGIN SUPERUSER PASSWORD 'right-word';"
                        + " EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;"
                        + " ALTER ROLE secret SUPERUSER PASSWORD 'right-word'"); // another test may have made it
        Path passwords = folder.resolve("passwords");
        Files.createFile(passwords, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwords, "*:*:*:secret:right-word\n");
        String secret = url.replace("postgres@", "secret@") + "?passfile=" + passwords;
        String told = "the server refused the role secret";
        check(
                secret,
                () -> {
                    Files.writeString(passwords, "*:*:*:secret:wrong-word\n");
                    server.disconnect(PostgresServer.name(url));
                },
                told,
                () -> Files.writeString(passwords, "*:*:*:secret:right-word\n"));
        assertThat(shipping.told).noneMatch(each -> each.contains("-word"));

        Files.writeString(passwords, "*:*:*:secret:wrong-word\n");
        assertThatThrownBy(() -> shipping.ship(session, secret))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContainingAll(told, "check PGPASSWORD or ~/.pgpass")
                .hasMessageNotContaining("-word");
    }

    @Test
    void aStoreThatANewerStenoMigratedAsksForANewerSteno() throws Exception {
        check(
                url,
                () -> sql("UPDATE steno.meta SET value = '" + (SharedSchema.VERSION + 1) + "' WHERE name = 'schema'"),
                "update Steno",
                () -> sql("UPDATE steno.meta SET value = '" + SharedSchema.VERSION + "' WHERE name = 'schema'"));
    }

    @Test
    void aRoleThatLostARightIsTold() throws Exception {
        StoreSetup.make(ServerUrl.parse(url));
        String guest = "guest_" + PostgresServer.name(url); // a cluster knows roles that this database has made
        sql("CREATE ROLE " + guest + " LOGIN IN ROLE steno_ship");
        check(
                url.replace("postgres@", guest + "@"),
                () -> sql("REVOKE INSERT ON steno.flow FROM steno_ship"),
                "the role " + guest + " lacks a right",
                () -> sql("GRANT INSERT ON steno.flow TO steno_ship"));
    }

    /** A batch is halved until the row is found that a trigger refuses; the others go on. */
    @Test
    void aFlowThatATriggerRefusesDoesNotHoldUpTheOthers() throws Exception {
        server.assumeOneServer("triggers");
        record(1, 5);
        shipping.ship(session, url);
        sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.flow = 30 THEN"
                + " RAISE EXCEPTION 'refused: %', NEW.path; END IF; RETURN NEW; END $$;"
                + " CREATE TRIGGER refuse BEFORE INSERT ON steno.flow FOR EACH ROW EXECUTE FUNCTION refuse()");
        record(6, 40);
        ShipStatus status = shipping.ship(session, url);

        assertThat(status.refused()).isEqualTo(1);
        assertThat(status.sent()).isEqualTo(34);
        assertThat(shipping.told)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("refused 30: ")
                .doesNotContain("refused: /");
    }

    private void record(long from, long to) throws IOException {
        LostConnectionTest.record(session, ShipperTest.facts(from, to));
    }
}
