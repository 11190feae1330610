package dev.steno.sqlite;

import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.session.FlowRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The tables {@code flow} and {@code flow_pb}: the whole flow as bytes, and beside it the columns derived from it. */
final class FlowTable {
    private static final String COLUMNS =
            "id, revision, kind, state, started, duration, method, scheme, host, port, path,"
                    + " status, request_type, content_type, request_size, response_size, error_step, error, mark, comment, replay,"
                    + " client, server";

    private static final String UPSERT = "INSERT INTO flow (" + COLUMNS + ")"
            + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET"
            + " revision=excluded.revision, kind=excluded.kind, state=excluded.state, started=excluded.started,"
            + " duration=excluded.duration, method=excluded.method, scheme=excluded.scheme, host=excluded.host,"
            + " port=excluded.port, path=excluded.path, status=excluded.status, request_type=excluded.request_type,"
            + " content_type=excluded.content_type, request_size=excluded.request_size,"
            + " response_size=excluded.response_size, error_step=excluded.error_step, error=excluded.error,"
            + " mark=excluded.mark, comment=excluded.comment, replay=excluded.replay, client=excluded.client,"
            + " server=excluded.server"
            + " WHERE excluded.revision > flow.revision";

    private static final String UPSERT_PB =
            "INSERT INTO flow_pb (id, pb) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET pb = excluded.pb";

    static final String ROWS = "SELECT " + COLUMNS + " FROM flow";

    private FlowTable() {}

    /** A flow made ready for its tables: all that can fail without the disk has been done. */
    record Prepared(Flow flow, FlowRow row, byte[] pb) {

        /** @throws RuntimeException when the flow cannot be encoded */
        static Prepared of(Flow flow) {
            return new Prepared(flow, FlowRow.of(flow), FlowCodec.encode(flow));
        }
    }

    /** Writes a revision; says whether it was newer than the stored one. */
    static boolean write(Statements statements, Prepared prepared) throws SQLException {
        PreparedStatement upsert = statements.of(UPSERT);
        bind(upsert, prepared.row());
        if (upsert.executeUpdate() == 0) {
            return false;
        }
        PreparedStatement pb = statements.of(UPSERT_PB);
        pb.setLong(1, prepared.row().id());
        pb.setBytes(2, prepared.pb());
        pb.executeUpdate();
        return true;
    }

    /** The whole flow as bytes; null where there is none. */
    static byte @Nullable [] message(Statements statements, long id) throws SQLException {
        PreparedStatement query = statements.of("SELECT pb FROM flow_pb WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? MessageTable.data(row, 1) : null;
        }
    }

    /** Writes a revision in the place of whatever is there. */
    static void replace(Statements statements, Prepared prepared) throws SQLException {
        delete(statements, prepared.row().id());
        write(statements, prepared);
    }

    /** Removes a flow; says whether it was there. */
    static boolean delete(Statements statements, long id) throws SQLException {
        statements.run("DELETE FROM flow_pb WHERE id = ?", id);
        return statements.run("DELETE FROM flow WHERE id = ?", id) > 0;
    }

    private static void bind(PreparedStatement to, FlowRow row) throws SQLException {
        to.setLong(1, row.id());
        to.setInt(2, row.revision());
        to.setString(3, row.kind());
        to.setInt(4, row.state().ordinal());
        to.setLong(5, row.started());
        number(to, 6, row.duration(), Times.UNSET);
        to.setString(7, row.method());
        to.setString(8, row.scheme());
        to.setString(9, row.host());
        to.setInt(10, row.port());
        to.setString(11, row.path());
        number(to, 12, row.status(), 0);
        to.setString(13, row.requestType());
        to.setString(14, row.contentType());
        to.setLong(15, row.requestSize());
        to.setLong(16, row.responseSize());
        FlowError.Step step = row.errorStep();
        number(to, 17, step == null ? -1 : step.ordinal(), -1);
        to.setString(18, row.error());
        text(to, 19, row.mark());
        text(to, 20, row.comment());
        to.setInt(21, row.replay().ordinal());
        to.setString(22, row.client());
        to.setString(23, row.server());
    }

    /** The row at which a result of {@link #ROWS} stands. */
    static FlowRow row(ResultSet from) throws SQLException {
        long duration = from.getLong(6);
        boolean open = from.wasNull();
        int status = from.getInt(12); // 0 for NULL
        int step = from.getInt(17);
        FlowError.Step errorStep = from.wasNull() ? null : FlowError.Step.values()[step];
        return new FlowRow(
                from.getLong(1),
                from.getInt(2),
                from.getString(3),
                FlowState.values()[from.getInt(4)],
                from.getLong(5),
                open ? Times.UNSET : duration,
                from.getString(7),
                from.getString(8),
                from.getString(9),
                from.getInt(10),
                from.getString(11),
                status,
                from.getString(13),
                from.getString(14),
                from.getLong(15),
                from.getLong(16),
                errorStep,
                from.getString(18),
                orEmpty(from.getString(19)),
                orEmpty(from.getString(20)),
                Notes.Replay.values()[from.getInt(21)],
                from.getString(22),
                from.getString(23));
    }

    private static void number(PreparedStatement to, int index, long value, long unset) throws SQLException {
        if (value == unset) {
            to.setNull(index, Types.INTEGER);
        } else {
            to.setLong(index, value);
        }
    }

    private static void text(PreparedStatement to, int index, String value) throws SQLException {
        to.setString(index, value.isEmpty() ? null : value);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
