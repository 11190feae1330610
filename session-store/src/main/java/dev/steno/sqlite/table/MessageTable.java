package dev.steno.sqlite.table;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.NumberedConstant;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.MessageHead;
import dev.steno.store.StoredEnum;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The table {@code message}. Stateless. */
public final class MessageTable {
    /** The columns, in the order in which {@link #message} reads them. */
    public static final String COLUMNS = "flow, seq, time, from_client, data, kind, last, edit, true_size, checksum";

    /** Largest row that is read, in bytes; several times what recorders write. */
    private static final int MOST = 1 << 20;

    private static final byte[] NOTHING = new byte[0];

    private MessageTable() {}

    public static void write(SqliteConnection sqlite, Message message) throws SQLException {
        PreparedStatement insert = sqlite.of("INSERT INTO message (" + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (flow, seq) DO NOTHING");
        insert.setLong(1, message.flow());
        insert.setLong(2, message.sequence());
        insert.setLong(3, message.time());
        insert.setInt(4, message.direction().isFromClient() ? 1 : 0);
        insert.setBytes(5, message.data());
        insert.setInt(6, message.kind().number());
        insert.setInt(7, message.last() ? 1 : 0);
        insert.setInt(8, message.edit().number());
        if (message.trueSize() == message.data().length) {
            insert.setNull(9, Types.INTEGER);
        } else {
            insert.setLong(9, message.trueSize());
        }
        insert.setLong(10, Checksum.of(message));
        insert.executeUpdate();
    }

    public static List<Message> read(SqliteConnection sqlite, long flow, long from, int limit) throws SQLException {
        PreparedStatement query =
                sqlite.of("SELECT " + COLUMNS + " FROM message WHERE flow = ? AND seq >= ? ORDER BY seq LIMIT ?");
        query.setLong(1, flow);
        query.setLong(2, from);
        query.setInt(3, limit);
        List<Message> messages = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sized(data(row, 5), "a message of flow " + flow);
                messages.add(message(row));
            }
        }
        return messages;
    }

    /** Reads what lists show of messages; as {@link #read}, but without the bytes behind the first ones. */
    public static List<MessageHead> heads(SqliteConnection sqlite, long flow, long from, int limit, int startBytes)
            throws SQLException {
        PreparedStatement query = sqlite.of("SELECT seq, time, from_client, kind, last, edit, true_size, length(data)"
                + (startBytes > 0 ? ", substr(data, 1, " + startBytes + ")" : "")
                + " FROM message WHERE flow = ? AND seq >= ? ORDER BY seq LIMIT ?");
        query.setLong(1, flow);
        query.setLong(2, from);
        query.setInt(3, limit);
        List<MessageHead> heads = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long sequence = row.getLong(1);
                long recorded = row.getLong(8);
                long size = row.getLong(7);
                heads.add(new MessageHead(
                        sequence,
                        row.getLong(2),
                        direction(row, 3),
                        constant(StoredEnum.KIND, row.getInt(4), flow, sequence),
                        row.getInt(5) != 0,
                        constant(StoredEnum.EDIT, row.getInt(6), flow, sequence),
                        Math.max(size, recorded),
                        recorded,
                        startBytes > 0 ? data(row, 9) : NOTHING));
            }
        }
        return heads;
    }

    /** Describes the row only if it is needed, since lists read a million of them. */
    private static <E extends Enum<E> & NumberedConstant> E constant(
            StoredEnum<E> constants, int number, long flow, long sequence) throws BadRowException {
        E found = constants.of(number);
        if (found == null) {
            throw BadRowException.unknown(constants, number, "message " + sequence + " of flow " + flow + ": a column");
        }
        return found;
    }

    private static Direction direction(ResultSet row, int column) throws SQLException {
        return row.getInt(column) != 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
    }

    /**
     * Reads a message from the current row of a query for {@link #COLUMNS}.
     *
     * @throws SQLException if it has a value that no message can have, or its checksum differs
     */
    public static Message message(ResultSet row) throws SQLException {
        long flow = row.getLong(1);
        byte[] data = data(row, 5);
        long trueSize = row.getLong(9);
        if (row.wasNull()) {
            trueSize = data.length;
        }
        String piece = "message " + row.getLong(2) + " of flow " + flow;
        Message message = new Message(
                flow,
                row.getLong(2),
                row.getLong(3),
                direction(row, 4),
                BadRowException.constant(StoredEnum.KIND, row.getInt(6), piece + ": its kind"),
                row.getInt(7) != 0,
                BadRowException.constant(StoredEnum.EDIT, row.getInt(8), piece + ": its edit"),
                trueSize,
                data);
        if (!Checksum.matches(row, 10, Checksum.of(message))) {
            throw new BadRowException(piece + " was altered since it was recorded: its checksum differs");
        }
        return message;
    }

    /**
     * Repairs a row so that it can be read: an unknown kind becomes "raw", an unknown edit becomes "none", and the
     * checksum is recomputed.
     */
    public static void seal(SqliteConnection sqlite, long flow, long sequence) throws SQLException {
        sqlite.run(
                "UPDATE message SET kind = iif(kind BETWEEN 0 AND 3, kind, 3), edit = iif(edit BETWEEN 0 AND 3, edit, 0),"
                        + " true_size = iif(true_size < length(data), NULL, true_size), checksum = NULL"
                        + " WHERE flow = ? AND seq = ?",
                flow,
                sequence);
        long checksum;
        PreparedStatement query = sqlite.of("SELECT " + COLUMNS + " FROM message WHERE flow = ? AND seq = ?");
        query.setLong(1, flow);
        query.setLong(2, sequence);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            checksum = Checksum.of(message(row));
        }
        sqlite.run("UPDATE message SET checksum = ? WHERE flow = ? AND seq = ?", checksum, flow, sequence);
    }

    /** Returns the number of a flow's messages before the first gap. */
    public static long count(SqliteConnection sqlite, long flow) throws SQLException {
        // Rows are numbered from 0, so there is no gap if the last number is one less than the number of rows.
        PreparedStatement query = sqlite.of("SELECT count(*), max(seq) + 1 FROM message WHERE flow = ? AND seq >= 0");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next() || row.getLong(1) == row.getLong(2)) {
                return row.getLong(1);
            }
        }
        return sqlite.number(
                "SELECT min(seq) + 1 FROM message m WHERE flow = ?1 AND EXISTS (SELECT 1 FROM message WHERE flow = ?1 AND"
                        + " seq = 0) AND NOT EXISTS (SELECT 1 FROM message n WHERE n.flow = m.flow AND n.seq = m.seq + 1)",
                flow);
    }

    /** Returns the counters of one direction of a WebSocket, raised to the stored rows if these are more. */
    public static WebSocket.Sent atLeast(
            SqliteConnection sqlite, long flow, Direction direction, WebSocket.Sent counted) throws SQLException {
        PreparedStatement query =
                sqlite.of("SELECT sum(last), CAST(total(coalesce(true_size, length(data))) AS INTEGER) FROM message"
                        + " WHERE flow = ? AND from_client = ? AND kind IN (1, 2)");
        query.setLong(1, flow);
        query.setInt(2, direction.isFromClient() ? 1 : 0);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return new WebSocket.Sent(
                    Math.max(counted.messages(), row.getLong(1)),
                    Math.max(counted.bytes(), row.getLong(2)),
                    counted.pings(),
                    counted.pongs());
        }
    }

    public static void delete(SqliteConnection sqlite, long flow) throws SQLException {
        sqlite.run("DELETE FROM message WHERE flow = ?", flow);
    }

    /**
     * Checks the size of a message or chunk, so that a page of them cannot fill the heap.
     *
     * @throws BadRowException if it is larger than {@value #MOST} bytes
     */
    public static byte[] sized(byte[] data, String what) throws BadRowException {
        if (data.length > MOST) {
            throw new BadRowException(what + " has " + data.length + " bytes; the limit is " + MOST);
        }
        return data;
    }

    /** Returns a blob. The driver returns null for an empty one. */
    public static byte[] data(ResultSet row, int column) throws SQLException {
        byte[] data = row.getBytes(column);
        return data == null ? new byte[0] : data;
    }
}
