package dev.steno.fleet.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.session.KeepLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a shared store no longer keeps is removed by whole days, and marked flows stay with all that they have. */
class StoreRetentionTest {
    private static final Instant NOW = Instant.parse("2026-05-10T12:00:00Z");

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final String database = PostgresServer.name(url);
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void fill() throws StoreFailure {
        StoreSetup.make(ServerUrl.parse(url));
        for (int day = 7; day <= 10; day++) {
            server.execute(database, "SELECT steno.make_day('2026-05-" + (day < 10 ? "0" : "") + day + "')");
            for (int number = 1; number <= 4; number++) {
                addFlow(day, day * 10 + number, number == 2 ? "'star'" : "NULL");
            }
        }
        note(7, 73, "'seen'");
        note(7, 74, "NULL");
    }

    private static long started(int day) {
        return LocalDate.of(2026, 5, day).toEpochDay() * 86_400_000_000_000L + 5;
    }

    private void addFlow(int day, int flow, String mark) {
        long started = started(day);
        server.execute(
                database,
                "INSERT INTO steno.flow (recorder, flow, revision, kind, state, started, scheme, host, port, request_size,"
                        + " response_size, replay, client, websocket, dict, pb, mark) VALUES (1, " + flow
                        + ", 1, 'http', 1, " + started + ", 'http', 'a.test', 80, 0, 0, 0, ':0', 0, 0, '', " + mark
                        + "); INSERT INTO steno.message VALUES (1, " + flow + ", 1, " + started
                        + ", 0, true, 0, true, 0, 0, 'm'); INSERT INTO steno.revision VALUES (1, " + flow + ", 1, "
                        + started + ", 0, 'a', 'w', 0, ''); INSERT INTO steno.body_chunk SELECT 1, " + flow + ", n, "
                        + started + ", " + flow + ", NULL, 0, decode(repeat(md5(n::text), 5000), 'hex')"
                        + " FROM generate_series(0, 3) AS n");
    }

    private void note(int day, int flow, String mark) {
        server.execute(
                database,
                "INSERT INTO steno.note (recorder, flow, started, author, mark, comment) VALUES (1, " + flow + ", "
                        + started(day) + ", 'ann', " + mark + ", 'c')");
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

    private RetentionPlan retain(String... limits) throws StoreFailure {
        try (StoreRetention retention = StoreRetention.open(ServerUrl.parse(url))) {
            RetentionPlan plan = retention.plan(KeepLimits.parse(List.of(limits)), NOW);
            retention.apply(plan, new StoreRetention.Listener() {
                @Override
                public void removed(StoredDay day, int marked) {
                    told.add(day.day() + " " + marked);
                }

                @Override
                public void bodiesRemoved(StoredDay day, int marked) {
                    told.add("bodies " + day.day() + " " + marked);
                }
            });
            return plan;
        }
    }

    @Test
    void theIndexOfTextsOfADayGoesWithItAndCoversNoFlowThatStays() throws Exception {
        for (int day = 8; day <= 9; day++) {
            server.execute(
                    database,
                    "INSERT INTO steno.text_chunk VALUES (1, " + day + "4, " + started(day) + ", " + started(day) + ", "
                            + day + "1, " + day + "4, NULL, ''); INSERT INTO steno.text_posting SELECT 1, " + day
                            + "4, n, " + started(day) + ", 0, '' FROM generate_series(0, 511) n;"
                            + " INSERT INTO steno.text_again VALUES (1, " + day + "1, " + started(day) + ")");
        }
        // a chunk that came too late for its day
        server.execute(
                database,
                "INSERT INTO steno.text_chunk VALUES (1, 64, " + started(6) + ", " + started(6)
                        + ", 61, 64, NULL, '')");

        retain("36h");

        assertThat(query("SELECT chunk FROM steno.text_chunk")).containsExactly("94");
        assertThat(query("SELECT count(*) FROM steno.text_posting")).containsExactly("512");
        assertThat(query("SELECT flow FROM steno.text_again")).containsExactly("91");
        assertThat(query("SELECT relname FROM pg_class WHERE relname ~ '^text_.*_2026050[78]'"))
                .isEmpty();
        assertThat(query("SELECT flow FROM steno.flow WHERE flow < 90 ORDER BY flow"))
                .containsExactly("72", "73", "82");
    }

    @Test
    void anOldDayIsRemovedAndItsMarkedFlowsStayWhole() throws Exception {
        retain("36h");

        assertThat(told).containsExactly("2026-05-07 2", "2026-05-08 1");
        assertThat(query("SELECT flow FROM steno.flow WHERE flow < 90 ORDER BY flow"))
                .isEqualTo(query("SELECT flow FROM steno.flow_other ORDER BY flow"))
                .containsExactly("72", "73", "82");
        assertThat(query("SELECT flow FROM steno.message WHERE flow < 90 ORDER BY flow"))
                .containsExactly("72", "73", "82");
        assertThat(query("SELECT flow FROM steno.revision WHERE flow < 90 ORDER BY flow"))
                .containsExactly("72", "73", "82");
        assertThat(query("SELECT count(*) || ' ' || sum(length(data)) FROM steno.body_chunk WHERE flow < 90"))
                .containsExactly("12 960000");
        assertThat(query("SELECT count(*) FROM steno.flow WHERE flow > 90")).containsExactly("8");
        assertThat(query("SELECT flow FROM steno.note")).containsExactly("73");
        assertThat(query("SELECT tablename FROM pg_tables WHERE schemaname = 'steno' AND tablename ~ '2026050[78]'"))
                .isEmpty();
        assertThat(query("SELECT value FROM steno.meta WHERE name = 'kept_from'"))
                .containsExactly(String.valueOf(started(9) - 5));
        assertThat(retain("36h").removed()).isEmpty();
    }

    @Test
    void aFlowThatIsNoLongerMarkedGoesWithTheNextRemoval() throws Exception {
        retain("36h");
        server.execute(database, "DELETE FROM steno.note; UPDATE steno.flow SET mark = NULL WHERE flow = 82");
        addFlow(1, 1, "NULL"); // late, and older than all days
        server.execute(database, "UPDATE steno.flow SET started = 7 WHERE flow = 1"); // by a clock that was never set
        retain("36h");

        assertThat(query("SELECT flow FROM steno.flow WHERE flow < 90 ORDER BY flow"))
                .containsExactly("1", "72");
        assertThat(query("SELECT flow FROM steno.message WHERE flow < 90 ORDER BY flow"))
                .containsExactly("72");
        assertThat(query("SELECT DISTINCT flow FROM steno.body_chunk WHERE flow < 90 ORDER BY flow"))
                .containsExactly("72");
    }

    @Test
    void aDayThatIsMadeAgainTakesItsMarkedFlowsBack() throws Exception {
        retain("36h");
        server.execute(database, "SELECT steno.make_day('2026-05-07')");

        assertThat(query("SELECT flow FROM steno.flow_20260507 ORDER BY flow")).containsExactly("72", "73");
        assertThat(query("SELECT flow FROM steno.flow_other")).containsExactly("82");
        told.clear();
        retain("36h");
        assertThat(told).containsExactly("2026-05-07 2");
        assertThat(query("SELECT value FROM steno.meta WHERE name = 'kept_from'"))
                .containsExactly(String.valueOf(started(9) - 5));
    }

    @Test
    void aSizeRemovesBodiesFirstAndThoseOfMarkedFlowsStay() throws Exception {
        long bytes = retain("1000d").bytes();
        RetentionPlan plan = retain((bytes - 1) + "b");

        assertThat(told).containsExactly("bodies 2026-05-07 2");
        assertThat(plan.removed()).isEmpty();
        assertThat(query("SELECT DISTINCT flow FROM steno.body_chunk WHERE flow < 80 ORDER BY flow"))
                .containsExactly("72", "73");
        assertThat(query("SELECT count(*) FROM steno.flow WHERE flow < 80")).containsExactly("4");
        assertThat(query("SELECT name FROM steno.meta WHERE name LIKE '%_from'"))
                .containsExactly("bodies_from");
        assertThat(retain((bytes - 1) + "b").withoutBodies()).isEmpty();
    }

    @Test
    void aReaderThatHoldsTheTablesDelaysTheRemovalAndLosesNothing() throws Exception {
        CompletableFuture<Void> removal;
        try (Connection reader = server.connect(database);
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM steno.flow");
            removal = CompletableFuture.runAsync(() -> {
                try {
                    retain("36h");
                } catch (StoreFailure e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitWaiting();
            assertThat(removal).isNotDone();
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM steno.flow")) {
                row.next();
                assertThat(row.getInt(1)).isEqualTo(16);
            }
            reader.commit();
        }
        removal.join();
        assertThat(query("SELECT count(*) FROM steno.flow")).containsExactly("11");
    }

    /** Returns once a session waits for a lock on a table. */
    private void awaitWaiting() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !query(
                                "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND database ="
                                        + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                        .isEmpty());
    }

    @Test
    void aRoleThatDoesNotOwnTheTablesIsToldSo() {
        server.execute(
                database,
                "DO $$ BEGIN CREATE ROLE keeper LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
                        + " GRANT steno_read TO keeper");
        ServerUrl guest = ServerUrl.parse(url.replace("postgres@", "keeper@"));
        try (StoreRetention retention = StoreRetention.open(guest)) {
            RetentionPlan plan = retention.plan(KeepLimits.parse(List.of("36h")), NOW);
            assertThat(plan.removed()).hasSize(2);
            assertThatThrownBy(() -> retention.apply(plan, new StoreRetention.Listener() {
                        @Override
                        public void removed(StoredDay day, int marked) {}

                        @Override
                        public void bodiesRemoved(StoredDay day, int marked) {}
                    }))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("the role keeper lacks a right");
        } catch (StoreFailure e) {
            throw new IllegalStateException(e);
        }
        assertThat(query("SELECT count(*) FROM steno.flow")).containsExactly("16");
    }

    @Test
    void theFeedOfTheDaysBeforeYesterdayIsEmptied() throws Exception {
        server.execute(
                database,
                "INSERT INTO steno.batch VALUES (1, 1, '2026-05-09 10:00:00+00', '{91}', '{1}', '{}'),"
                        + " (1, 2, now() + interval '1 year', '{91}', '{1}', '{}')");
        retain("1000d");

        assertThat(query("SELECT batch FROM steno.batch ORDER BY batch")).containsExactly("2");
        assertThat(query("SELECT tablename FROM pg_tables WHERE tablename = 'batch_20260509'"))
                .hasSize(1);
    }
}
