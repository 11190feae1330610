package dev.steno.sqlite.table;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.FlowRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables {@code flow} and {@code flow_pb}: the whole flow as bytes, and beside it the columns derived from it. */
public final class FlowTable {
    private static final List<String> NAMES = List.of(
            "id",
            "revision",
            "kind",
            "state",
            "started",
            "duration",
            "method",
            "scheme",
            "host",
            "alias",
            "port",
            "path",
            "status",
            "request_type",
            "content_type",
            "media_type",
            "request_size",
            "response_size",
            "error_step",
            "error",
            "mark",
            "comment",
            "replay",
            "client",
            "server",
            "websocket");

    /** The columns, in the order in which {@link #row} reads them. */
    public static final String COLUMNS = String.join(", ", NAMES);

    private static final String UPSERT = "INSERT INTO flow (" + COLUMNS + ") VALUES ("
            + String.join(", ", Collections.nCopies(NAMES.size(), "?")) + ") ON CONFLICT (id) DO UPDATE SET "
            + NAMES.stream().skip(1).map(name -> name + " = excluded." + name).collect(Collectors.joining(", "))
            + " WHERE excluded.revision > flow.revision";

    private static final String UPSERT_PB = "INSERT INTO flow_pb (id, pb, checksum) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET pb = excluded.pb, checksum = excluded.checksum";

    public static final String ROWS = "SELECT " + COLUMNS + " FROM flow";

    private FlowTable() {}

    /** A flow made ready for its tables: all that can fail without the disk has been done. */
    public record Prepared(Flow flow, FlowRow row, byte[] pb) {

        /** @throws RuntimeException when the flow cannot be encoded */
        public static Prepared of(Flow flow) {
            byte[] pb = FlowCodec.encode(flow);
            if (pb.length > ConnectionOpener.ROW_BYTES) {
                throw new IllegalArgumentException("its headers and notes come to " + pb.length
                        + " bytes, and a row of a session holds " + ConnectionOpener.ROW_BYTES);
            }
            return new Prepared(flow, FlowRow.of(flow), pb);
        }
    }

    /** Writes a revision; says whether it was newer than the stored one. */
    public static boolean write(SqliteConnection sqlite, Prepared prepared) throws SQLException {
        PreparedStatement upsert = sqlite.of(UPSERT);
        bind(upsert, prepared.row());
        if (upsert.executeUpdate() == 0) {
            return false;
        }
        PreparedStatement pb = sqlite.of(UPSERT_PB);
        pb.setLong(1, prepared.row().id());
        pb.setBytes(2, prepared.pb());
        pb.setLong(3, Checksum.ofFlow(prepared.pb()));
        pb.executeUpdate();
        return true;
    }

    /** What {@link #decode} reads: the flow's number, its message and the checksum. */
    public static final String MESSAGES = "SELECT id, pb, checksum FROM flow_pb";

    /**
     * The flow at which a result of {@link #MESSAGES} stands.
     *
     * @throws BadRowException where its bytes are not those that were written
     * @throws dev.steno.codec.CodecException where they are no flow
     */
    public static Flow decode(ResultSet row, long id, CertificateSource certificates) throws SQLException {
        byte[] pb = MessageTable.data(row, 2);
        if (!Checksum.matches(row, 3, Checksum.ofFlow(pb))) {
            throw new BadRowException("flow " + id + " was altered since it was recorded: its checksum differs");
        }
        Flow flow;
        try {
            flow = FlowCodec.decode(pb, certificates);
        } catch (UncheckedSqlException e) { // a certificate could not be read
            throw e.failure();
        }
        if (flow.id() != id) { // who goes on behind it would go round
            throw new BadRowException("flow " + id + " has the message of flow " + flow.id());
        }
        return flow;
    }

    /** The whole flow as bytes; null where there is none. */
    public static byte @Nullable [] message(SqliteConnection sqlite, long id) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT pb FROM flow_pb WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? MessageTable.data(row, 1) : null;
        }
    }

    /** Writes a revision in the place of whatever is there. */
    public static void replace(SqliteConnection sqlite, Prepared prepared) throws SQLException {
        delete(sqlite, prepared.row().id());
        write(sqlite, prepared);
    }

    /** Removes a flow; says whether it was there. */
    public static boolean delete(SqliteConnection sqlite, long id) throws SQLException {
        sqlite.run("DELETE FROM flow_pb WHERE id = ?", id);
        return sqlite.run("DELETE FROM flow WHERE id = ?", id) > 0;
    }

    private static void bind(PreparedStatement to, FlowRow row) throws SQLException {
        int at = 0;
        to.setLong(++at, row.id());
        to.setInt(++at, row.revision());
        to.setString(++at, row.kind());
        to.setInt(++at, row.state().ordinal());
        to.setLong(++at, row.started());
        number(to, ++at, row.duration(), Times.UNSET);
        to.setString(++at, row.method());
        to.setString(++at, row.scheme());
        to.setString(++at, row.host());
        to.setString(++at, row.alias());
        to.setInt(++at, row.port());
        to.setString(++at, row.path());
        number(to, ++at, row.status(), 0);
        to.setString(++at, row.requestType());
        to.setString(++at, row.contentType());
        to.setString(++at, row.mediaType());
        to.setLong(++at, row.requestSize());
        to.setLong(++at, row.responseSize());
        FlowError.Step step = row.errorStep();
        number(to, ++at, step == null ? -1 : step.ordinal(), -1);
        to.setString(++at, row.error());
        text(to, ++at, row.mark());
        text(to, ++at, row.comment());
        to.setInt(++at, row.replay().ordinal());
        to.setString(++at, row.client());
        to.setString(++at, row.server());
        to.setInt(++at, row.webSocket() ? 1 : 0);
    }

    /** The row at which a result of {@link #ROWS} stands. */
    public static FlowRow row(ResultSet from) throws SQLException {
        String flow = "flow " + from.getLong(1) + ": its ";
        long duration = from.getLong(6);
        boolean open = from.wasNull();
        int status = from.getInt(13); // 0 for NULL
        int step = from.getInt(19);
        FlowError.Step errorStep =
                from.wasNull() ? null : BadRowException.constant(FlowError.Step.values(), step, flow + "error_step");
        return new FlowRow(
                from.getLong(1),
                from.getInt(2),
                BadRowException.required(from.getString(3), flow + "kind"),
                BadRowException.constant(FlowState.values(), from.getInt(4), flow + "state"),
                from.getLong(5),
                open ? Times.UNSET : duration,
                from.getString(7),
                BadRowException.required(from.getString(8), flow + "scheme"),
                BadRowException.required(from.getString(9), flow + "host"),
                from.getString(10),
                from.getInt(11),
                from.getString(12),
                status,
                from.getString(14),
                from.getString(15),
                from.getString(16),
                from.getLong(17),
                from.getLong(18),
                errorStep,
                from.getString(20),
                orEmpty(from.getString(21)),
                orEmpty(from.getString(22)),
                BadRowException.constant(Notes.Replay.values(), from.getInt(23), flow + "replay"),
                BadRowException.required(from.getString(24), flow + "client"),
                from.getString(25),
                from.getInt(26) != 0);
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
