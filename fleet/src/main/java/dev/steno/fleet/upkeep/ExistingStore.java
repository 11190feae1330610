package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.server.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections to a store that is there, with the tables that this program knows. Stateless; blocks. */
final class ExistingStore {
    private static final String PROGRAM = "steno store";

    private ExistingStore() {}

    /** What is done with a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException, StoreFailure;
    }

    /**
     * Connects, does something, and closes the connection.
     *
     * @param silenceSeconds after how long without an answer a statement fails
     * @throws StoreFailure if the store cannot be reached, is none, or refuses the work
     */
    static <T> T with(ServerUrl url, int silenceSeconds, Work<T> work) throws StoreFailure {
        try (Connection connection = connect(url, silenceSeconds)) {
            return work.run(connection);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Connects; the caller closes the connection.
     *
     * @throws StoreFailure if the store cannot be reached, or is none
     */
    static Connection connect(ServerUrl url, int silenceSeconds) throws StoreFailure {
        Connection connection = StoreConnections.open(url, PROGRAM, silenceSeconds);
        try {
            SharedSchema.check(url, connection);
            return connection;
        } catch (StoreFailure e) {
            close(connection);
            throw e;
        }
    }

    /** Closes a connection on which nothing waits for an answer. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // each step was a transaction of its own
        }
    }
}
