package dev.steno.fleet.ship;

import dev.steno.fleet.pack.Packed;
import dev.steno.fleet.pack.Packer;
import dev.steno.search.DistanceCodec;
import dev.steno.search.TextChunk;
import dev.steno.sqlite.ship.ShipBatch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The statements of the index of texts. Stateless; within the caller's transaction. */
final class TextStatements {
    private static final String CHUNK = "INSERT INTO steno.text_chunk"
            + " (recorder, chunk, since, started, first, last, flows, partial) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String POSTINGS =
            "INSERT INTO steno.text_posting (recorder, chunk, part, started, dict, lists)"
                    + " SELECT ?, ?, n - 1, ?, d, l FROM unnest(?::int2[], ?::bytea[]) WITH ORDINALITY AS p (d, l, n)";

    private static final String AGAIN = "INSERT INTO steno.text_again (recorder, flow, started)"
            + " SELECT ?, * FROM unnest(?::int8[], ?::int8[]) ON CONFLICT (recorder, flow, started) DO NOTHING";

    private static final String INDEXED = "DELETE FROM steno.text_again t USING unnest(?::int8[], ?::int8[])"
            + " AS g (flow, started) WHERE t.recorder = ? AND t.flow = g.flow AND t.started = g.started";

    private static final String CHANGED = "SELECT g.flow FROM unnest(?::int8[], ?::int8[], ?::int4[])"
            + " AS g (flow, started, revision) WHERE NOT EXISTS (SELECT FROM steno.flow f WHERE f.recorder = ?"
            + " AND f.flow = g.flow AND f.started = g.started AND f.revision >= g.revision)";

    /** Finds the chunks "c" of a recorder that cover one of some flows "g". */
    private static final String COVERING =
            " steno.text_chunk c, unnest(?::int8[]) AS g (flow) WHERE c.recorder = ? AND g.flow BETWEEN c.first AND c.last";

    /** Of chunks of flows that changed, whose earlier chunks have their texts as they were. */
    private static final String UNCOVERED = "INSERT INTO steno.text_again (recorder, flow, started)"
            + " SELECT DISTINCT f.recorder, f.flow, f.started FROM steno.flow f," + COVERING
            + " AND f.recorder = ? AND c.chunk < 0 AND f.flow BETWEEN c.first AND c.last"
            + " ON CONFLICT (recorder, flow, started) DO NOTHING";

    private static final String REMOVE_POSTINGS =
            "DELETE FROM steno.text_posting p USING" + COVERING + " AND p.recorder = ? AND p.chunk = c.chunk";

    private static final String REMOVE_CHUNKS = "DELETE FROM steno.text_chunk c USING unnest(?::int8[]) AS g (flow)"
            + " WHERE c.recorder = ? AND g.flow BETWEEN c.first AND c.last";

    private TextStatements() {}

    /** A flow's number, and when it began. */
    record Key(long flow, long started) {}

    /** Returns the number of the last chunk of a recorder, which is that of its last flow; 0 if there is none. */
    static long lastChunk(Connection connection, int recorder) throws SQLException {
        return number(connection, "SELECT max(chunk) FROM steno.text_chunk WHERE recorder = ? AND chunk > 0", recorder);
    }

    /** Returns the highest number of a recorder's flows; 0 if there is none. */
    static long lastFlow(Connection connection, int recorder) throws SQLException {
        return number(connection, "SELECT max(flow) FROM steno.flow WHERE recorder = ?", recorder);
    }

    /** Returns the number of the next chunk with flows that were updated. */
    static long nextAgain(Connection connection, int recorder) throws SQLException {
        return number(connection, "SELECT min(chunk) FROM steno.text_chunk WHERE recorder = ? AND chunk < 0", recorder)
                - 1;
    }

    private static long number(Connection connection, String sql, int recorder) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, recorder);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Locks a recorder's row; returns whether its shipper is still the one with this mark. */
    static boolean isOurs(Connection connection, int recorder, long epoch) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT FROM steno.progress WHERE recorder = ? AND epoch = ? FOR UPDATE")) {
            query.setInt(1, recorder);
            query.setLong(2, epoch);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Returns those of the flows that the store lacks, or has in an earlier revision. Call before they are written. */
    static Set<Long> changed(Connection connection, int recorder, List<ReadyFlow> flows) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(CHANGED)) {
            set(query, 1, flows, flow -> flow.row().id());
            set(query, 2, flows, flow -> flow.row().started());
            Integer[] revisions =
                    flows.stream().map(flow -> flow.row().revision()).toArray(Integer[]::new);
            query.setArray(3, connection.createArrayOf("int4", revisions));
            query.setInt(4, recorder);
            Set<Long> changed = new HashSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    changed.add(row.getLong(1));
                }
            }
            return changed;
        }
    }

    /** Notes flows whose texts the index may lack. */
    static void noteAgain(Connection connection, int recorder, List<Key> flows) throws SQLException {
        if (flows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(AGAIN)) {
            insert.setInt(1, recorder);
            set(insert, 2, flows, Key::flow);
            set(insert, 3, flows, Key::started);
            insert.executeUpdate();
        }
    }

    /**
     * Removes the chunks that have the texts of flows which are removed. Their other flows are read by searches. Call after the
     * flows were removed.
     */
    static void removeChunks(Connection connection, int recorder, List<ShipBatch.Gone> gone) throws SQLException {
        if (gone.isEmpty()) {
            return;
        }
        for (String sql : List.of(UNCOVERED, REMOVE_POSTINGS, REMOVE_CHUNKS)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                set(statement, 1, gone, ShipBatch.Gone::flow);
                statement.setInt(2, recorder);
                if (!sql.equals(REMOVE_CHUNKS)) {
                    statement.setInt(3, recorder);
                }
                statement.executeUpdate();
            }
        }
    }

    /** Forgets flows that the index has as they are now. */
    static void forgetAgain(Connection connection, int recorder, List<Key> flows) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(INDEXED)) {
            set(delete, 1, flows, Key::flow);
            set(delete, 2, flows, Key::started);
            delete.setInt(3, recorder);
            delete.executeUpdate();
        }
    }

    /**
     * Writes a chunk.
     *
     * @param number its number
     * @param since when the first of its flows began
     * @param started when the last of its flows began
     */
    static void writeChunk(
            Connection connection, int recorder, long number, long since, long started, TextChunk chunk, Packer packer)
            throws SQLException {
        long[] flows = chunk.flows();
        long first = flows[0];
        long last = flows[flows.length - 1];
        try (PreparedStatement insert = connection.prepareStatement(CHUNK)) {
            insert.setInt(1, recorder);
            insert.setLong(2, number);
            insert.setLong(3, since);
            insert.setLong(4, started);
            insert.setLong(5, first);
            insert.setLong(6, last);
            if (last - first == flows.length - 1) {
                insert.setNull(7, Types.BINARY);
            } else {
                insert.setBytes(7, DistanceCodec.encode(flows));
            }
            insert.setBytes(
                    8,
                    DistanceCodec.encode(chunk.partial().stream()
                            .mapToLong(Integer::longValue)
                            .toArray()));
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(POSTINGS)) {
            insert.setInt(1, recorder);
            insert.setLong(2, number);
            insert.setLong(3, started);
            List<Packed> rows = chunk.rows().stream().map(packer::piece).toList();
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "int2", rows.stream().map(Packed::dictionary).toArray()));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "bytea", rows.stream().map(Packed::bytes).toArray(byte[][]::new)));
            insert.executeUpdate();
        }
    }

    private static <T> void set(PreparedStatement to, int at, List<T> of, ToLongFunction<T> value) throws SQLException {
        Long[] values = of.stream().map(value::applyAsLong).toArray(Long[]::new);
        to.setArray(at, to.getConnection().createArrayOf("int8", values));
    }
}
