package dev.steno.fleet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.fleet.testing.PostgresServer;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The tables of a shared store: who makes them, which versions fit, and what a day's tables hold. */
class SharedSchemaTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final String database = PostgresServer.name(url);

    @Test
    void theFirstToConnectMakesTheTablesAndTheOthersFindThem() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.runAsync(this::prepare));
        }
        all.forEach(CompletableFuture::join);

        assertThat(query("SELECT value FROM steno.meta WHERE name = 'schema'"))
                .containsExactly(String.valueOf(SharedSchema.VERSION));
    }

    @Test
    void theNotesOfAnOlderSchemaStay() throws Exception {
        storeOfSchemaOne();
        server.execute(
                database,
                "INSERT INTO steno.note (recorder, flow, started, author, mark) VALUES (1, 1, 1, 'ann', 'red')");
        prepare();

        assertThat(query("SELECT mark || coalesce(mark_at, at)::date FROM steno.note"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("red2");
    }

    @Test
    void aFlowHasTheColumnsOfTheSessionFile() {
        prepare();
        List<String> expected = new ArrayList<>(List.of("recorder", "flow"));
        FlowColumns.ALL.stream()
                .map(FlowColumn::name)
                .filter(name -> !name.equals("id"))
                .forEach(expected::add);
        expected.addAll(List.of("dict", "pb", "annotations"));

        assertThat(query("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'steno' AND table_name = 'flow' ORDER BY ordinal_position"))
                .isEqualTo(expected);
    }

    @Test
    void aNewerSchemaAsksForANewerSteno() {
        prepare();
        server.execute(database, "UPDATE steno.meta SET value = '99' WHERE name = 'schema'");

        assertThatThrownBy(this::prepareOrFail)
                .hasMessageContainingAll("has schema 99", "none above " + SharedSchema.VERSION, "update Steno");
        assertThatThrownBy(this::checkOrFail).hasMessageContaining("update Steno");
    }

    @Test
    void aReaderOfADatabaseWithoutTablesIsToldHowToFillIt() {
        assertThatThrownBy(this::checkOrFail).hasMessageContainingAll("holds no flows", "steno ship FILE");
        assertThat(query("SELECT to_regclass('steno.meta')::text")).containsExactly((String) null);
    }

    @Test
    void aRoleThatMayNotMakeTheTablesIsToldWhoCan() {
        server.execute("postgres", "DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");

        assertThatThrownBy(() -> prepareAs("guest"))
                .hasMessageContainingAll("the role guest may not make", "GRANT CREATE ON DATABASE " + database);
    }

    @Test
    void aDayWithoutTablesIsMadeWithTheFlowsThatCameBefore() {
        prepare();
        server.execute(database, flow(1, "1764374400000000000") + flow(2, "1764460800000000000"));
        assertThat(query("SELECT flow FROM steno.flow_other ORDER BY flow")).containsExactly("1", "2");

        server.execute(database, "SELECT steno.make_day('2025-11-29'); SELECT steno.make_day('2025-11-29')");

        assertThat(query("SELECT flow FROM steno.flow_20251129")).containsExactly("1");
        assertThat(query("SELECT flow FROM steno.flow_other")).containsExactly("2");
        assertThat(query("SELECT flow FROM steno.flow ORDER BY flow")).containsExactly("1", "2");
        assertThat(query("SELECT attstorage::text FROM pg_attribute WHERE attname = 'pb'"
                        + " AND attrelid = 'steno.flow_20251129'::regclass"))
                .containsExactly("e");
    }

    /** What version 1 made and shipped: a flow of a day, and one of a wrong clock. */
    private void storeOfSchemaOne() throws IOException {
        StringBuilder script = new StringBuilder("CREATE SCHEMA steno;");
        try (InputStream in = SharedSchema.class.getResourceAsStream("schema/001.sql")) {
            script.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        script.append("INSERT INTO steno.meta (name, value) VALUES ('schema', '1');");
        script.append("SELECT steno.make_day('2025-11-29'); SELECT steno.make_day('2025-11-30');");
        script.append(flow(1, "1764374400000000000")).append(flow(2, "5"));
        server.execute(database, script.toString());
    }

    @Test
    void aStoreOfSchemaOneKeepsItsFlowsAndGetsTheNewTables() throws Exception {
        storeOfSchemaOne();
        assertThatThrownBy(this::checkOrFail)
                .hasMessageContainingAll("has schema 1", "needs 2", "as the owner of its tables", "steno store init");

        prepare();
        prepare();
        server.execute(database, "SELECT steno.make_day('2025-12-01')");
        server.execute(database, flow(3, "1764460800000000000") + flow(4, "1764547200000000000"));

        checkOrFail();
        // on a cluster, the table's name ends with the number of its shard
        assertThat(query(
                        "SELECT flow || ' ' || regexp_replace(tableoid::regclass::text, '(_[0-9]{8}|_other)_[0-9]+$', '\\1')"
                                + " || ' ' || coalesce(annotations::text, 'none') FROM steno.flow ORDER BY flow"))
                .containsExactly(
                        "1 steno.flow_20251129 null",
                        "2 steno.flow_other null",
                        "3 steno.flow_20251130 none",
                        "4 steno.flow_20251201 none");
        for (String table : List.of("text_chunk", "text_posting", "text_again")) {
            assertThat(query("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'steno." + table
                            + "'::regclass ORDER BY 1"))
                    .containsExactly(
                            "steno." + table + "_20251129",
                            "steno." + table + "_20251130",
                            "steno." + table + "_20251201",
                            "steno." + table + "_other");
        }
    }

    @Test
    void aRoleThatMayNotMigrateTheTablesIsToldWhoCan() throws Exception {
        server.execute("postgres", "DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN END $$");
        storeOfSchemaOne();
        server.execute(database, "GRANT USAGE ON SCHEMA steno TO guest; GRANT SELECT ON steno.meta TO guest");

        assertThatThrownBy(() -> prepareAs("guest"))
                .hasMessageContainingAll("has schema 1", "needs 2", "as the owner of its tables", "steno store init");
        assertThat(query("SELECT value FROM steno.meta WHERE name = 'schema'")).containsExactly("1");
    }

    private static String flow(int number, String started) {
        return "INSERT INTO steno.flow (recorder, flow, revision, kind, state, started, scheme, host, port, request_size,"
                + " response_size, replay, client, websocket, dict, pb) VALUES (1, " + number + ", 1, 'http', 1, "
                + started + ", 'http', 'a.test', 80, 0, 0, 0, ':0', 0, 0, '');";
    }

    private void prepare() {
        try {
            prepareOrFail();
        } catch (StoreFailure | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void prepareOrFail() throws StoreFailure, SQLException {
        ServerUrl parsed = ServerUrl.parse(url);
        try (Connection connection = StoreConnections.open(parsed, "test", 60)) {
            SharedSchema.prepare(parsed, connection);
        }
    }

    private void prepareAs(String role) throws StoreFailure, SQLException {
        ServerUrl guest = ServerUrl.parse(url.replace("postgres@", role + "@"));
        try (Connection connection = StoreConnections.open(guest, "test", 60)) {
            SharedSchema.prepare(guest, connection);
        }
    }

    private void checkOrFail() throws StoreFailure, SQLException {
        ServerUrl parsed = ServerUrl.parse(url);
        try (Connection connection = StoreConnections.open(parsed, "test", 60)) {
            SharedSchema.check(parsed, connection);
        }
    }

    private List<String> query(String sql) {
        List<String> values = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
