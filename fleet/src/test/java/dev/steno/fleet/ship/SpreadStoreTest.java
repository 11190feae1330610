package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreDistribution;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.CitusCluster;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.fleet.upkeep.StoreSetup;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a cluster of Citus: where its rows are. Runs where the server of the tests is a coordinator. */
class SpreadStoreTest {
    private static final String NOT_SPREAD = "SELECT c.relname FROM pg_class c"
            + " WHERE c.relnamespace = 'steno'::regnamespace AND c.relkind IN ('r', 'p')"
            + " AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid)";

    private final PostgresServer server = PostgresServer.shared();
    private CitusCluster cluster;

    @TempDir
    private Path folder;

    @BeforeEach
    void find() {
        cluster = server.cluster().orElse(null);
        if (cluster == null) {
            System.out.println(
                    "skipped: the server of the tests is no coordinator of Citus; STENO_TEST_STORE names one");
        }
        assumeTrue(cluster != null, "no Citus");
    }

    /** The names of tables, without those of days, of which Citus says that they are spread so. */
    private static List<String> spread(StoreContents store, String method) throws Exception {
        return store.query("SELECT c.relname FROM pg_dist_partition d JOIN pg_class c ON c.oid = d.logicalrelid"
                + " WHERE d.partmethod = '" + method + "' AND NOT c.relispartition ORDER BY 1");
    }

    @Test
    void allTablesAreSpreadAndARecorderIsOnOneNode() throws Exception {
        String url = server.database();
        for (int recorder = 1; recorder <= 8; recorder++) {
            Path session = folder.resolve(recorder + ".steno");
            LostConnectionTest.record(session, ShipperTest.facts(1, 20));
            LostConnectionTest.record(session, ShipperTest.stored(21, 1, ShipperTest.bytes(300_000)));
            LostConnectionTest.record(session, ShipperTest.stream(22, 30, true));
            new Shipping().ship(session, url);
        }
        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(spread(store, "n")).containsExactly("dictionary", "meta", "recorder");
            assertThat(spread(store, "h"))
                    .contains("progress", "batch", "flow", "message", "body_chunk", "revision", "certificate", "note");
            assertThat(store.query(NOT_SPREAD)).isEmpty();
            assertThat(store.query("SELECT DISTINCT colocationid FROM pg_dist_partition WHERE partmethod = 'h'"))
                    .hasSize(1);
            for (int recorder = 1; recorder <= 8; recorder++) {
                store.assertEqual(recorder, folder.resolve(recorder + ".steno"));
                store.assertBatchesHaveNoGap(recorder);
            }
            // a row's tableoid is that of its shard
            assertThat(store.number("SELECT count(DISTINCT tableoid) FROM steno.flow"))
                    .isGreaterThan(1);
            assertThat(store.query("SELECT recorder FROM steno.flow GROUP BY recorder, started / 86400000000000"
                            + " HAVING count(DISTINCT tableoid) > 1"))
                    .isEmpty();
        }
    }

    @Test
    void aStoreOfOneServerIsSpreadWithItsFlowsWhenTheServerGetsNodes() throws Exception {
        String url = server.databaseOfOneServer();
        Path session = folder.resolve("work.steno");
        LostConnectionTest.record(session, ShipperTest.facts(1, 50));
        new Shipping().ship(session, url);
        assertThat(StoreSetup.make(ServerUrl.parse(url)).nodes()).isZero();

        cluster.add(PostgresServer.name(url));
        assertThat(StoreSetup.make(ServerUrl.parse(url)).nodes()).isEqualTo(cluster.workers());
        assertThat(StoreSetup.make(ServerUrl.parse(url)).nodes()).isEqualTo(cluster.workers());
        LostConnectionTest.record(session, ShipperTest.facts(51, 80));
        new Shipping().ship(session, url);

        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
            assertThat(spread(store, "h")).contains("flow");
        }
    }

    @Test
    void aSpreadStoreOfAnOlderSchemaIsMigratedOnAllNodes() throws Exception {
        String url = server.database();
        String database = PostgresServer.name(url);
        try (InputStream script = Objects.requireNonNull(SharedSchema.class.getResourceAsStream("schema/001.sql"))) {
            server.execute(
                    database,
                    "CREATE SCHEMA steno;" + new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            + "INSERT INTO steno.meta (name, value) VALUES ('schema', '1')");
        }
        try (Connection connection = server.connect(database)) {
            StoreDistribution.spread(ServerUrl.parse(url), connection);
        }
        server.execute(database, "SELECT steno.make_day('2026-05-07')");
        server.execute(
                database,
                "INSERT INTO steno.flow (recorder, flow, revision, kind, state, started, scheme, host, port, request_size,"
                        + " response_size, replay, client, websocket, dict, pb) SELECT 8, n, 1, 'http', 1,"
                        + " 1778112000000000000 + n, 'http', 'a.test', 80, 0, 0, 0, ':0', 0, 0, ''"
                        + " FROM generate_series(1, 100) AS n");

        assertThat(StoreSetup.make(ServerUrl.parse(url)).schema()).isEqualTo(SharedSchema.VERSION);
        Path session = folder.resolve("work.steno");
        LostConnectionTest.record(session, ShipperTest.facts(1, 50));
        new Shipping().ship(session, url);
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            assertThat(store.query(NOT_SPREAD)).isEmpty();
            assertThat(store.number(
                            "SELECT count(*) FROM steno.flow_20260507 WHERE recorder = 8 AND annotations = 'null'"))
                    .isEqualTo(100);
        }
    }

    @Test
    void aWorkerRefusesToMakeTablesAndNamesTheCoordinator() {
        ServerUrl worker = ServerUrl.parse(cluster.url(0, PostgresServer.name(server.database())));

        assertThatThrownBy(() -> StoreSetup.make(worker))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("is a worker of a Citus cluster: name its coordinator");
    }
}
