package dev.steno.fleet.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Spreads the tables of a store over the nodes of a Citus cluster, if its database has that extension: each recorder with all that
 * it ships on one node, and the few small tables that every statement may need on all of them. Stateless; blocks.
 */
public final class StoreDistribution {
    /** Tables that each node has a copy of. All others have the column {@code recorder}, by which their rows are placed. */
    private static final Set<String> EVERYWHERE = Set.of("meta", "recorder", "dictionary");

    /** The table that is first, beside whose shards those of the others are. */
    private static final String FIRST = "progress";

    /** Each node takes over this many shards from one that is too small, or gives them to one that is new. */
    private static final int SHARDS_PER_NODE = 4;

    /** A query of one number, which is not 0 if the database belongs to a cluster. */
    public static final String IS_CLUSTER = "SELECT count(*) FROM pg_catalog.pg_extension WHERE extname = 'citus'";

    private StoreDistribution() {}

    /** Returns whether the database belongs to a cluster. */
    public static boolean isCluster(Connection connection) throws SQLException {
        return number(connection, IS_CLUSTER) > 0;
    }

    /**
     * Prepares a transaction that changes tables and functions: a cluster does both in one only if it does not in parallel.
     *
     * @throws StoreFailure if the node may not do that
     */
    static void prepareChanges(ServerUrl url, Connection connection) throws SQLException, StoreFailure {
        if (isCluster(connection)) {
            checkCoordinator(url, connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL citus.multi_shard_modify_mode = 'sequential'");
            }
        }
    }

    private static void checkCoordinator(ServerUrl url, Connection connection) throws SQLException, StoreFailure {
        if (number(connection, "SELECT groupid FROM pg_dist_local_group") != 0) {
            throw new StoreFailure(
                    StoreFailure.Kind.SETUP,
                    "the shared store " + url + " is a worker of a Citus cluster: name its coordinator");
        }
    }

    /**
     * Spreads the tables that are not yet spread, with their rows.
     *
     * @return the number of nodes that rows are on; 0 if the database does not belong to a cluster
     * @throws StoreFailure if the node may not do that
     */
    public static int spread(ServerUrl url, Connection connection) throws SQLException, StoreFailure {
        if (!isCluster(connection)) {
            return 0;
        }
        checkCoordinator(url, connection);
        int nodes = Math.max(
                1,
                number(
                        connection,
                        "SELECT count(*) FROM pg_dist_node WHERE noderole = 'primary' AND shouldhaveshards"));
        for (String table : missing(connection)) {
            if (EVERYWHERE.contains(table)) {
                call(connection, "create_reference_table(?)", table);
            } else if (table.equals(FIRST)) {
                call(
                        connection,
                        "create_distributed_table(?, 'recorder', shard_count => " + SHARDS_PER_NODE * nodes
                                + ", colocate_with => 'none')",
                        table);
            } else {
                call(
                        connection,
                        "create_distributed_table(?, 'recorder', colocate_with => 'steno." + FIRST + "')",
                        table);
            }
            call(connection, "truncate_local_data_after_distributing_table(?)", table);
        }
        return nodes;
    }

    /** The tables that are not spread, in the order in which they have to be. */
    private static List<String> missing(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT c.relname FROM pg_catalog.pg_class c
                WHERE c.relnamespace = 'steno'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid)
                ORDER BY c.relname <> ?, c.relname
                """)) {
            query.setString(1, FIRST);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
        }
        return tables;
    }

    private static void call(Connection connection, String function, String table) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT " + function.replace("?", "?::regclass"))) {
            call.setString(1, "steno." + table);
            call.executeQuery().close();
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
