package dev.steno.fleet.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The tables of a shared store, all in the schema {@code steno} of its database. The first program that connects and may,
 * makes or migrates them: one numbered script for each version, in one transaction. Stateless.
 */
public final class SharedSchema {
    /** The version that this program writes and reads. */
    public static final int VERSION = 2;

    /** The part in the row of {@code progress} of a recorder that is removed, or was: none of its shippers writes any more. */
    public static final long REMOVED = -1;

    /** 2000-01-01 in nanoseconds since 1970: clocks that say less were never set. */
    public static final long CREDIBLE = 946_684_800_000_000_000L;

    /** The advisory lock of those who make or migrate tables: "Sten" and "o". The days of partitions have another. */
    private static final long LOCK = 0x5374656e_0000006fL;

    private static final String VALUE = "SELECT value::int FROM steno.meta WHERE name = 'schema'";

    /** The SQLSTATE for a table, or its schema, that does not exist. */
    private static final String NO_SUCH_TABLE = "42P01";

    private SharedSchema() {}

    /**
     * Makes the tables if there are none, or migrates older ones.
     *
     * @throws StoreFailure if the tables are newer than this program, or the role may not make or migrate them
     */
    public static void prepare(ServerUrl url, Connection connection) throws StoreFailure {
        int found = 0;
        try {
            found = version(connection);
            if (found == VERSION) {
                return;
            }
            check(url, found);
            advance(url, connection);
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                throw new StoreFailure(StoreFailure.Kind.SETUP, found == 0 ? notMade(url) : older(url, found));
            }
            throw StoreFailure.of(url, e);
        }
    }

    private static String notMade(ServerUrl url) {
        return "the shared store " + url + ": the role " + url.role() + " may not make the store's tables:"
                + " let the owner of the database ship once, or GRANT CREATE ON DATABASE " + url.database() + " TO "
                + url.role();
    }

    private static String older(ServerUrl url, int found) {
        return "the shared store " + url + " has schema " + found + ", and this program needs " + VERSION
                + ": migrate it, as the owner of its tables, with: steno store init " + url;
    }

    /**
     * Grants the rights on the tables to the roles that there are; needed again when a role is made later.
     *
     * @throws StoreFailure if the role does not own the tables
     */
    public static void grant(ServerUrl url, Connection connection) throws StoreFailure {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script("roles"));
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Checks the tables, and changes nothing; for readers.
     *
     * @throws StoreFailure if there are none, or they have another version
     */
    public static void check(ServerUrl url, Connection connection) throws StoreFailure {
        try {
            int found = versionAtOnce(connection);
            check(url, found);
            if (found == 0) {
                throw new StoreFailure(
                        StoreFailure.Kind.SETUP,
                        "the database " + url + " holds no flows: fill it with: steno ship FILE " + url
                                + ", or only make the tables: steno store init " + url);
            }
            if (found < VERSION) {
                throw new StoreFailure(StoreFailure.Kind.SETUP, older(url, found));
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    private static void check(ServerUrl url, int found) throws StoreFailure {
        if (found > VERSION) {
            throw new StoreFailure(
                    StoreFailure.Kind.SETUP,
                    "the shared store " + url + " has schema " + found + ", and this program knows none above "
                            + VERSION + ": update Steno");
        }
    }

    /** Returns the version of the tables; 0 if there are none. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Not by to_regclass: it may answer from what this session knew before it waited for the lock.
            try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_catalog.pg_tables"
                    + " WHERE schemaname = 'steno' AND tablename = 'meta')")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery(VALUE)) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /**
     * As {@link #version}, by one query of few catalogs, which the server reads for each new connection. Not within a
     * transaction, which would fail where the table is missing.
     */
    private static int versionAtOnce(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(VALUE)) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private static void advance(ServerUrl url, Connection connection) throws SQLException, StoreFailure {
        boolean automatic = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            StoreDistribution.prepareChanges(url, connection);
            int from = version(connection); // another program may have been first
            check(url, from);
            if (from == 0) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS steno");
            }
            for (int version = from + 1; version <= VERSION; version++) {
                statement.execute(script(String.format(Locale.ROOT, "%03d", version)));
            }
            try (PreparedStatement meta =
                    connection.prepareStatement("INSERT INTO steno.meta (name, value) VALUES ('schema', ?)"
                            + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
                meta.setString(1, String.valueOf(VERSION));
                meta.executeUpdate();
            }
            StoreDistribution.spread(url, connection);
            statement.execute(script("roles"));
            connection.commit();
        } catch (SQLException | StoreFailure | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(automatic);
        }
    }

    private static String script(String name) {
        try (InputStream in = SharedSchema.class.getResourceAsStream("schema/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("missing from the program: schema/" + name + ".sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
