package dev.steno.interop.zap;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.intake.Intake;
import dev.steno.interop.loss.Loss;
import dev.steno.websocket.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The WebSockets of a session by the row of their handshake. For one thread. */
final class ZapSockets {
    /** Upper bound on the channels whose messages are read; more are counted. */
    private static final int MOST_CHANNELS = 200_000;

    private static final int PAGE = 50;

    private final Connection connection;
    private final Map<Long, List<Long>> channels = new HashMap<>();
    private long others;

    ZapSockets(Connection connection) throws SQLException {
        this.connection = connection;
        if (!hasTable(connection, "WEBSOCKET_CHANNEL") || !hasTable(connection, "WEBSOCKET_MESSAGE")) {
            return;
        }
        int count = 0;
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery(
                        "SELECT CHANNEL_ID, HISTORY_ID FROM WEBSOCKET_CHANNEL LIMIT " + (MOST_CHANNELS + 1))) {
            while (all.next()) {
                long row = all.getLong(2);
                if (all.wasNull() || count >= MOST_CHANNELS) {
                    others++;
                } else {
                    channels.computeIfAbsent(row, none -> new ArrayList<>(1)).add(all.getLong(1));
                    count++;
                }
            }
        }
    }

    static boolean hasTable(Connection connection, String name) throws SQLException {
        try (ResultSet found = connection.getMetaData().getTables(null, "PUBLIC", name, null)) {
            return found.next();
        }
    }

    /** Adds the messages of the WebSockets that a row began. */
    void read(long row, HttpDraft draft, Intake intake) throws SQLException, IOException {
        List<Long> begun = channels.remove(row);
        if (begun == null) {
            return;
        }
        draft.webSocket();
        for (long channel : begun) {
            readChannel(channel, draft, intake.limits().head());
        }
    }

    private void readChannel(long channel, HttpDraft draft, int limit) throws SQLException, IOException {
        try (PreparedStatement page = connection.prepareStatement("SELECT MESSAGE_ID, TIMESTAMP, OPCODE, PAYLOAD_UTF8,"
                + " PAYLOAD_BYTES, IS_OUTGOING FROM WEBSOCKET_MESSAGE WHERE CHANNEL_ID = ? AND MESSAGE_ID > ?"
                + " ORDER BY MESSAGE_ID LIMIT " + PAGE)) {
            long last = Long.MIN_VALUE;
            boolean more = true;
            while (more) {
                more = false;
                page.setLong(1, channel);
                page.setInt(2, (int) Math.max(Integer.MIN_VALUE, last));
                try (ResultSet found = page.executeQuery()) {
                    while (found.next()) {
                        more = true;
                        last = found.getLong(1);
                        add(found, draft, limit);
                    }
                }
            }
        }
    }

    private static void add(ResultSet row, HttpDraft draft, int limit) throws SQLException, IOException {
        Direction direction = row.getBoolean(6) ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT;
        int opcode = row.getInt(3);
        switch (opcode) {
            case Frame.PING, Frame.PONG -> draft.control(direction, opcode == Frame.PING);
            case Frame.CLOSE -> draft.closed(direction, WebSocket.Close.NO_CODE, "");
            default -> {
                byte[] bytes = bytes(row.getObject(5), limit);
                String text = bytes == null ? text(row.getObject(4), limit) : null;
                byte[] data =
                        bytes != null ? bytes : text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
                Message.Kind kind = opcode == Frame.TEXT ? Message.Kind.TEXT : Message.Kind.BINARY;
                draft.message(direction, kind, time(row.getObject(2)), Message.Edit.NONE, data);
            }
        }
    }

    private static byte @Nullable [] bytes(@Nullable Object value, int limit) throws SQLException {
        if (value instanceof Blob blob) {
            return blob.length() == 0 ? null : blob.getBytes(1, (int) Math.min(blob.length(), limit));
        }
        return value instanceof byte[] bytes && bytes.length > 0 ? bytes : null;
    }

    private static @Nullable String text(@Nullable Object value, int limit) throws SQLException {
        if (value instanceof Clob clob) {
            return clob.getSubString(1, (int) Math.min(clob.length(), limit));
        }
        return value == null ? null : value.toString();
    }

    private static long time(@Nullable Object value) {
        if (value instanceof Timestamp stamp) {
            return stamp.getTime() * 1_000_000;
        }
        return value instanceof Number millis ? millis.longValue() * 1_000_000 : Times.UNSET;
    }

    /** Counts the WebSockets whose handshake is not in the session, or was not imported. */
    void countUnread(Intake intake) {
        long unread = others + channels.values().stream().mapToLong(List::size).sum();
        intake.losses().count(Loss.NO_REQUEST, unread, "WebSockets without their handshake");
    }
}
