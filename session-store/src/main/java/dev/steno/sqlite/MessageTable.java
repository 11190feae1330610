package dev.steno.sqlite;

import dev.steno.flow.Message;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code message}. */
final class MessageTable {
    private MessageTable() {}

    static void write(Statements statements, Message message) throws SQLException {
        PreparedStatement insert =
                statements.of("INSERT INTO message (flow, seq, time, from_client, data) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (flow, seq) DO NOTHING");
        insert.setLong(1, message.flow());
        insert.setLong(2, message.sequence());
        insert.setLong(3, message.time());
        insert.setInt(4, message.fromClient() ? 1 : 0);
        insert.setBytes(5, message.data());
        insert.executeUpdate();
    }

    static List<Message> read(Statements statements, long flow, long from, int limit) throws SQLException {
        PreparedStatement query = statements.of("SELECT seq, time, from_client, data FROM message"
                + " WHERE flow = ? AND seq >= ? ORDER BY seq LIMIT ?");
        query.setLong(1, flow);
        query.setLong(2, from);
        query.setInt(3, limit);
        List<Message> messages = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                messages.add(new Message(flow, row.getLong(1), row.getLong(2), row.getInt(3) != 0, data(row, 4)));
            }
        }
        return messages;
    }

    /** How many pieces of a stream can be read from its start on: up to the first that is missing. */
    static long count(Statements statements, long flow) throws SQLException {
        // With rising numbers from 0 on, none is missing where the last one is one less than there are.
        PreparedStatement query =
                statements.of("SELECT count(*), max(seq) + 1 FROM message WHERE flow = ? AND seq >= 0");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next() || row.getLong(1) == row.getLong(2)) {
                return row.getLong(1);
            }
        }
        return statements.number(
                "SELECT min(seq) + 1 FROM message m WHERE flow = ?1 AND EXISTS (SELECT 1 FROM message WHERE flow = ?1 AND"
                        + " seq = 0) AND NOT EXISTS (SELECT 1 FROM message n WHERE n.flow = m.flow AND n.seq = m.seq + 1)",
                flow);
    }

    static void delete(Statements statements, long flow) throws SQLException {
        statements.run("DELETE FROM message WHERE flow = ?", flow);
    }

    /** A blob; the driver gives null for one of no bytes. */
    static byte[] data(ResultSet row, int column) throws SQLException {
        byte[] data = row.getBytes(column);
        return data == null ? new byte[0] : data;
    }
}
