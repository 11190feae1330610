package dev.steno.fleet.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The tables and roles of a shared store are made by one call, and who ships is listed. */
class StoreSetupTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final String database = PostgresServer.name(url);

    @Test
    void membersOfTheRolesMayShipAndRead() throws Exception {
        StoreSetup.Made made = StoreSetup.make(ServerUrl.parse(url));
        assertThat(made.roles()).isTrue();
        assertThat(StoreSetup.make(ServerUrl.parse(url))).isEqualTo(made);
        server.execute(
                database,
                "DO $$ BEGIN CREATE ROLE proxy1 LOGIN IN ROLE steno_ship; CREATE ROLE ann LOGIN IN ROLE steno_read;"
                        + " EXCEPTION WHEN duplicate_object THEN END $$");

        ServerUrl proxy = ServerUrl.parse(url.replace("postgres@", "proxy1@"));
        try (Connection connection = StoreConnections.open(proxy, "test", 60);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT steno.make_day('2026-05-07')");
            statement.execute("INSERT INTO steno.recorder (session, name, host, version)"
                    + " VALUES (gen_random_uuid(), 'n', 'h', '1')");
        }
        ServerUrl ann = ServerUrl.parse(url.replace("postgres@", "ann@"));
        try (Connection connection = StoreConnections.open(ann, "test", 60);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT count(*) FROM steno.flow");
            assertThatThrownBy(() -> statement.execute("DELETE FROM steno.flow"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aRoleThatMayNotMakeRolesMakesTheTables() throws Exception {
        server.execute(
                database,
                "DO $$ BEGIN CREATE ROLE owner LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;" + " ALTER DATABASE "
                        + database + " OWNER TO owner");
        StoreSetup.Made made = StoreSetup.make(ServerUrl.parse(url.replace("postgres@", "owner@")));
        assertThat(made.schema()).isEqualTo(SharedSchema.VERSION);
    }

    @Test
    void recordersAreListedTheLatestFirst() throws Exception {
        StoreSetup.make(ServerUrl.parse(url));
        assertThat(StoreRecorders.list(ServerUrl.parse(url))).isEmpty();
        server.execute(
                database,
                "INSERT INTO steno.recorder (session, name, host, version, created) SELECT gen_random_uuid(), 's' || n,"
                        + " 'h' || n, '1', '2026-05-07 10:00:00+00' FROM generate_series(1, 2) AS n;"
                        + " INSERT INTO steno.progress VALUES (1, 1, 1, 7, '2026-05-08 10:00:00+00'),"
                        + " (2, 1, 1, 9, '2026-05-09 10:00:00+00')");

        assertThat(StoreRecorders.list(ServerUrl.parse(url)))
                .containsExactly(
                        new StoreRecorders.Listed(
                                2,
                                "s2",
                                "h2",
                                "1",
                                Instant.parse("2026-05-07T10:00:00Z"),
                                Instant.parse("2026-05-09T10:00:00Z"),
                                9,
                                false),
                        new StoreRecorders.Listed(
                                1,
                                "s1",
                                "h1",
                                "1",
                                Instant.parse("2026-05-07T10:00:00Z"),
                                Instant.parse("2026-05-08T10:00:00Z"),
                                7,
                                false));
    }
}
