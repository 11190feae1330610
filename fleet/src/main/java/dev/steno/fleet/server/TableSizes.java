package dev.steno.fleet.server;

/**
 * How large the tables of a store are, as the server knows without reading them: those of one server, or the shards of a cluster
 * ({@link StoreDistribution}), whose tables are empty themselves. Texts of SQL; stateless.
 */
public final class TableSizes {
    /** Bytes with indices, of all tables that have rows. */
    private static final String OF_SERVER = "(SELECT c.relname AS name, pg_total_relation_size(c.oid) AS bytes"
            + " FROM pg_catalog.pg_class c WHERE c.relnamespace = 'steno'::regnamespace AND c.relkind = 'r')";

    private static final String OF_CLUSTER = "(SELECT c.relname AS name, coalesce(s.bytes, 0) AS bytes"
            + " FROM pg_catalog.pg_class c LEFT JOIN (SELECT table_name::oid AS oid, sum(shard_size)::bigint AS bytes"
            + " FROM citus_shards GROUP BY 1) s ON s.oid = c.oid"
            + " WHERE c.relnamespace = 'steno'::regnamespace AND c.relkind = 'r')";

    private static final String ROWS =
            "SELECT coalesce(sum(greatest(c.reltuples::bigint, pg_stat_get_live_tuples(c.oid), 0)), 0)::bigint"
                    + " FROM pg_catalog.pg_class c WHERE c.relnamespace = 'steno'::regnamespace AND c.relkind = 'r'"
                    + " AND c.relname ~ '^flow_([0-9]{8}|other)";

    private static final String FLOWS_OF_SERVER = ROWS + "$'";

    private static final String FLOWS_OF_CLUSTER = "SELECT coalesce(sum(result::bigint), 0)::bigint"
            + " FROM run_command_on_all_nodes($$" + ROWS + "_[0-9]+$'$$) WHERE success";

    private TableSizes() {}

    /** Returns a subquery with the columns {@code name} and {@code bytes}: each table, and its bytes with its indices. */
    public static String query(boolean cluster) {
        return cluster ? OF_CLUSTER : OF_SERVER;
    }

    /** Returns a query of an estimate of the number of flows. */
    public static String flows(boolean cluster) {
        return cluster ? FLOWS_OF_CLUSTER : FLOWS_OF_SERVER;
    }
}
