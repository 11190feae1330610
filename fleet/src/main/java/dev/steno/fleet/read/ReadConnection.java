package dev.steno.fleet.read;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.server.StoreDistribution;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.store.SessionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The connection of one reader, with its prepared statements. After a failure of the server or the network, the next read
 * connects anew, if need be to another server of the URL; a read that failed so is done once more, since it changes nothing.
 * For one thread at a time.
 */
final class ReadConnection implements AutoCloseable {
    /** Upper bound on a statement; the server is asked to cancel it then. Figures of a whole store take longest. */
    private static final int STATEMENT_SECONDS = 120;

    /** After how long without a byte the server counts as away. */
    private static final int SILENCE_SECONDS = STATEMENT_SECONDS + 10;

    /** Upper bound on prepared statements; each search has texts of its own. */
    private static final int STATEMENTS = 64;

    private final ServerUrl url;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Connection connection;
    private @Nullable String fence;
    private boolean closed;
    private int opened;

    private ReadConnection(ServerUrl url) {
        this.url = url;
    }

    /**
     * Connects, and checks the store.
     *
     * @param given if it names several servers and does not say which kind of them to use, a standby is preferred
     * @throws SessionException if no server can be reached, or the database is not a store of a known schema
     */
    static ReadConnection open(ServerUrl given) throws SessionException {
        ReadConnection made = new ReadConnection(preferringStandbys(given));
        try {
            made.connect();
        } catch (StoreFailure e) {
            throw made.told(e);
        }
        return made;
    }

    /** All readers of a process choose the same standby, unless the URL wants otherwise: they see the same state. */
    private static ServerUrl preferringStandbys(ServerUrl given) {
        if (given.hosts().size() < 2 || given.parameters().containsKey("targetServerType")) {
            return given;
        }
        Map<String, String> parameters = new LinkedHashMap<>(given.parameters());
        parameters.put("targetServerType", "preferSecondary");
        return new ServerUrl(given.user(), given.hosts(), given.database(), parameters);
    }

    /** A read; may run twice. */
    interface Query<T> {
        @Nullable
        T run() throws SQLException, SessionException;
    }

    /** Runs a read. */
    <T> @Nullable T read(Query<T> query) throws SessionException {
        try {
            try {
                connect();
                return query.run();
            } catch (SQLException e) {
                if (!isBroken(e)) {
                    throw e;
                }
                disconnect();
                connect();
                return query.run();
            }
        } catch (StoreFailure e) {
            throw told(e);
        } catch (MissingDecoder e) {
            throw new SessionException(String.valueOf(e.getMessage()));
        } catch (DamagedRow e) {
            throw SessionException.damaged("cannot read the shared store " + url + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            if (isBroken(e)) {
                disconnect();
            }
            throw told(StoreFailure.of(url, e));
        }
    }

    /** The cause is left out: it repeats parameters, which are traffic. */
    private SessionException told(StoreFailure failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.kind() == StoreFailure.Kind.AWAY
                ? SessionException.away(message)
                : new SessionException(message);
    }

    /** Returns whether another connection may do better: it broke (class 08), or the server stops or starts (57P). */
    private boolean isBroken(SQLException e) {
        String state = e.getSQLState();
        Connection now = connection;
        try {
            return state != null && (state.startsWith("08") || state.startsWith("57P"))
                    || now == null
                    || now.isClosed();
        } catch (SQLException unknown) {
            return true;
        }
    }

    private void connect() throws StoreFailure {
        if (connection != null) {
            return;
        }
        if (closed) {
            throw new StoreFailure(StoreFailure.Kind.AWAY, "the reader of " + url + " is closed");
        }
        Connection made = StoreConnections.open(url, "steno read", SILENCE_SECONDS);
        try {
            SharedSchema.check(url, made);
            connection = made;
            opened++;
        } finally {
            if (connection != made) {
                close(made);
            }
        }
    }

    private void disconnect() {
        Connection old = connection;
        connection = null;
        statements.clear(); // they end with their connection
        if (old != null) {
            close(old);
        }
    }

    private static void close(Connection old) {
        try {
            old.close();
        } catch (SQLException broken) {
            // nothing is lost: a reader has no transaction
        }
    }

    /** Returns a prepared statement, to be used until the next call with the same text. */
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        Connection now = connection;
        if (now == null) {
            throw new SQLException("not connected", "08003");
        }
        PreparedStatement made = now.prepareStatement(sql);
        made.setQueryTimeout(STATEMENT_SECONDS);
        statements.put(sql, made);
        if (statements.size() > STATEMENTS) {
            Iterator<PreparedStatement> oldest = statements.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
        return made;
    }

    /**
     * Returns what ends a subquery that is to be run for each row of another one, so that the planner does not make one join of
     * both, which might read whole tables. Nothing on a cluster of Citus, which runs joins on each node, and no such subqueries.
     */
    String fence() throws SQLException {
        String known = fence;
        if (known == null) {
            try (ResultSet row = of(StoreDistribution.IS_CLUSTER).executeQuery()) {
                known = row.next() && row.getLong(1) > 0 ? "" : " OFFSET 0";
            }
            fence = known;
        }
        return known;
    }

    /**
     * As {@link #of}, for a statement that the server is to plan anew each time: a plan for any values cannot use an index of
     * some rows, such as that of refused flows, and takes any span of time for long. Costs half a millisecond each.
     */
    PreparedStatement planned(String sql) throws SQLException {
        PreparedStatement statement = of(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    /** Returns how many connections were opened so far: a new one may be to another server. */
    int opened() {
        return opened;
    }

    ServerUrl url() {
        return url;
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
