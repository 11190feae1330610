package dev.steno.fleet.read;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.Message;
import dev.steno.flow.NumberedConstant;
import dev.steno.store.MessageHead;
import dev.steno.store.StoredEnum;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The messages of WebSockets and raw streams. Stateless; for the thread that has the connection. */
final class SharedMessages {
    private static final String HEAD = "seq, time, from_client, kind, last, edit, true_size";
    private static final String OF_FLOW =
            " FROM steno.message WHERE recorder = ? AND flow = ? AND started BETWEEN ? AND ? AND seq >= ?";
    private static final byte[] NOTHING = new byte[0];

    private SharedMessages() {}

    /** Returns messages in order, beginning with a sequence number. */
    static List<Message> read(ReadConnection store, long flow, TimeSpan time, long from, int limit)
            throws SQLException {
        PreparedStatement query = store.of("SELECT " + HEAD + ", data" + OF_FLOW + " ORDER BY seq LIMIT ?");
        bind(query, flow, time, from);
        query.setInt(6, limit);
        List<Message> messages = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                messages.add(new Message(
                        flow,
                        row.getLong(1),
                        row.getLong(2),
                        direction(row),
                        constant(StoredEnum.KIND, row.getInt(4), flow),
                        row.getBoolean(5),
                        constant(StoredEnum.EDIT, row.getInt(6), flow),
                        row.getLong(7),
                        row.getBytes(8)));
            }
        }
        return messages;
    }

    /** Returns what lists show of messages; as {@link #read}, but without the bytes behind the first ones. */
    static List<MessageHead> heads(ReadConnection store, long flow, TimeSpan time, long from, int limit, int startBytes)
            throws SQLException {
        PreparedStatement query = store.of("SELECT " + HEAD + ", octet_length(data)"
                + (startBytes > 0 ? ", substr(data, 1, " + startBytes + ")" : "") + OF_FLOW + " ORDER BY seq LIMIT ?");
        bind(query, flow, time, from);
        query.setInt(6, limit);
        List<MessageHead> heads = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long recorded = row.getLong(8);
                heads.add(new MessageHead(
                        row.getLong(1),
                        row.getLong(2),
                        direction(row),
                        constant(StoredEnum.KIND, row.getInt(4), flow),
                        row.getBoolean(5),
                        constant(StoredEnum.EDIT, row.getInt(6), flow),
                        Math.max(row.getLong(7), recorded),
                        recorded,
                        startBytes > 0 ? row.getBytes(9) : NOTHING));
            }
        }
        return heads;
    }

    /** Returns the sequence number after that of the last message; 0 if there is none. */
    static long next(ReadConnection store, long flow, TimeSpan time) throws SQLException {
        PreparedStatement query = store.of("SELECT coalesce(max(seq) + 1, 0)" + OF_FLOW);
        bind(query, flow, time, 0);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static void bind(PreparedStatement query, long flow, TimeSpan time, long from) throws SQLException {
        query.setInt(1, FlowNumber.recorder(flow));
        query.setLong(2, FlowNumber.local(flow));
        query.setLong(3, time.first());
        query.setLong(4, time.last());
        query.setLong(5, from);
    }

    private static Direction direction(ResultSet row) throws SQLException {
        return row.getBoolean(3) ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
    }

    private static <E extends Enum<E> & NumberedConstant> E constant(StoredEnum<E> constants, int number, long flow)
            throws DamagedRow {
        E found = constants.of(number);
        if (found == null) {
            throw new DamagedRow("a message of flow " + FlowNumber.print(flow) + " has the number " + number
                    + " in a column; known values are " + constants.known());
        }
        return found;
    }
}
