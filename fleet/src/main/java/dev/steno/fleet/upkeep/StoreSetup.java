package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.server.StoreDistribution;
import dev.steno.fleet.server.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Makes the tables of a shared store and the roles to which those of people and proxies belong. Stateless; blocks. */
public final class StoreSetup {
    /** What shippers and readers may be granted; neither can log in itself. */
    private static final List<String> ROLES = List.of("steno_ship", "steno_read");

    private static final int SILENCE_SECONDS = 300;

    private StoreSetup() {}

    /**
     * What was made.
     *
     * @param schema the version of the tables
     * @param roles whether the roles are there; false if the role that connects may not make roles
     * @param nodes the nodes of the Citus cluster over which the tables are spread; 0 if there is one server
     */
    public record Made(int schema, boolean roles, int nodes) {}

    /**
     * Makes what is missing; a second call changes nothing.
     *
     * @throws StoreFailure if the server cannot be reached, or the role may not make the tables
     */
    public static Made make(ServerUrl url) throws StoreFailure {
        try (Connection connection = StoreConnections.open(url, "steno store", SILENCE_SECONDS)) {
            boolean roles = makeRoles(connection);
            SharedSchema.prepare(url, connection);
            int nodes = StoreDistribution.spread(url, connection); // also what was made before the cluster was
            SharedSchema.grant(url, connection);
            return new Made(SharedSchema.VERSION, roles, nodes);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    private static boolean makeRoles(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String role : ROLES) {
                // another program may make it at the same time
                statement.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role
                        + "') THEN CREATE ROLE " + role
                        + "; END IF; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
            }
            return true;
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) { // may not make roles
                return false;
            }
            throw e;
        }
    }
}
