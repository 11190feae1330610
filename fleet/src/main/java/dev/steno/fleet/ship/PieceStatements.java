package dev.steno.fleet.ship;

import dev.steno.fleet.pack.Packed;
import dev.steno.fleet.pack.Packer;
import dev.steno.flow.Message;
import dev.steno.sqlite.ship.SpoolContent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The statements that write what belongs to flows and precedes them: messages, and pieces of bodies. Rows that are there
 * are left as they are, so they may be sent again. Stateless; within the caller's transaction.
 */
final class PieceStatements {
    private static final String MESSAGE = "INSERT INTO steno.message"
            + " (recorder, flow, seq, started, time, from_client, kind, last, edit, true_size, data)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (recorder, flow, seq, started) DO NOTHING";

    private static final String CHUNK = "INSERT INTO steno.body_chunk"
            + " (recorder, body, seq, started, flow, pieces, dict, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (recorder, body, seq, started) DO NOTHING";

    private PieceStatements() {}

    static void writeMessages(Connection connection, int recorder, long started, List<Message> messages)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(MESSAGE)) {
            for (Message message : messages) {
                insert.setInt(1, recorder);
                insert.setLong(2, message.flow());
                insert.setLong(3, message.sequence());
                insert.setLong(4, started);
                insert.setLong(5, message.time());
                insert.setBoolean(6, message.direction().isFromClient());
                insert.setInt(7, message.kind().number());
                insert.setBoolean(8, message.last());
                insert.setInt(9, message.edit().number());
                insert.setLong(10, message.trueSize());
                insert.setBytes(11, message.data());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static void writeChunks(
            Connection connection,
            int recorder,
            long flow,
            long started,
            long body,
            List<SpoolContent.Chunk> chunks,
            Packer packer)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CHUNK)) {
            for (SpoolContent.Chunk chunk : chunks) {
                Packed packed = packer.piece(chunk.data());
                insert.setInt(1, recorder);
                insert.setLong(2, body);
                insert.setInt(3, chunk.sequence());
                insert.setLong(4, started);
                insert.setLong(5, flow);
                insert.setBytes(6, chunk.pieces());
                insert.setInt(7, packed.dictionary());
                insert.setBytes(8, packed.bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Returns the number of the first message of a flow that the store lacks; they are written in order. */
    static long nextMessage(Connection connection, int recorder, long flow, long started) throws SQLException {
        return next(
                connection,
                "SELECT coalesce(max(seq) + 1, 0) FROM steno.message WHERE recorder = ? AND flow = ? AND started = ?",
                recorder,
                flow,
                started);
    }

    /** Returns the number of the first chunk of a body that the store lacks; they are written in order. */
    static int nextChunk(Connection connection, int recorder, long body, long started) throws SQLException {
        return (int) next(
                connection,
                "SELECT coalesce(max(seq) + 1, 0) FROM steno.body_chunk WHERE recorder = ? AND body = ? AND started = ?",
                recorder,
                body,
                started);
    }

    private static long next(Connection connection, String sql, int recorder, long of, long started)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, recorder);
            query.setLong(2, of);
            query.setLong(3, started);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
