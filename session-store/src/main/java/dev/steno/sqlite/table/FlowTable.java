package dev.steno.sqlite.table;

import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.StoredEnum;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code flow_pb} and {@code flow}: the encoded form of each flow, and the columns derived from it.
 * Stateless.
 */
public final class FlowTable {
    private static final List<String> NAMES =
            FlowColumns.ALL.stream().map(FlowColumn::name).toList();

    /** The columns, in the order in which {@link #row} reads them. */
    public static final String COLUMNS = String.join(", ", NAMES);

    private static final String UPSERT = "INSERT INTO flow (" + COLUMNS + ") VALUES ("
            + String.join(", ", Collections.nCopies(NAMES.size(), "?")) + ") ON CONFLICT (id) DO UPDATE SET "
            + NAMES.stream().skip(1).map(name -> name + " = excluded." + name).collect(Collectors.joining(", "))
            + " WHERE excluded.revision > flow.revision";

    private static final String UPSERT_PB = "INSERT INTO flow_pb (id, pb, checksum) VALUES (?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET pb = excluded.pb, checksum = excluded.checksum";

    public static final String ROWS = "SELECT " + COLUMNS + " FROM flow";

    /** {@link #COLUMNS}, of which json_each has some by the same names. */
    private static final String LISTED =
            NAMES.stream().map(name -> "flow." + name).collect(Collectors.joining(", "));

    /** How far apart flows are, on average, that are read by one query. */
    private static final int CLOSE = 4;

    private FlowTable() {}

    /** A flow ready to be written: everything that can fail apart from the disk has been done. */
    public record Prepared(Flow flow, FlowRow row, byte[] pb) {

        /** @throws RuntimeException if the flow cannot be encoded */
        public static Prepared of(Flow flow) {
            byte[] pb = FlowCodec.encode(flow);
            if (pb.length > ConnectionOpener.ROW_BYTES) {
                throw new IllegalArgumentException("its headers and notes have " + pb.length
                        + " bytes; the limit for a row of a session is " + ConnectionOpener.ROW_BYTES);
            }
            return new Prepared(flow, FlowRow.of(flow), pb);
        }
    }

    /** Writes a revision if it is newer than the stored one; returns whether it was. */
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

    /** The query whose rows {@link #decode} reads: number, encoded form and checksum. */
    public static final String MESSAGES = "SELECT id, pb, checksum FROM flow_pb";

    /**
     * Decodes a flow from the current row of a query for {@link #MESSAGES}.
     *
     * @throws BadRowException if its checksum differs
     * @throws dev.steno.codec.CodecException if its bytes are not a flow
     */
    public static Flow decode(ResultSet row, long id, CertificateSource certificates) throws SQLException {
        return decode(row, MessageTable.data(row, 2), id, certificates);
    }

    /**
     * As {@link #decode(ResultSet, long, CertificateSource)}, for a caller that needs the encoded form as well.
     *
     * @param pb the encoded form, from the row
     */
    public static Flow decode(ResultSet row, byte[] pb, long id, CertificateSource certificates) throws SQLException {
        return decode(pb, Checksum.matches(row, 3, Checksum.ofFlow(pb)), id, certificates);
    }

    /**
     * As {@link #decode(ResultSet, long, CertificateSource)}, for a row that was read before.
     *
     * @param matches whether its checksum is the stored one
     */
    public static Flow decode(byte[] pb, boolean matches, long id, CertificateSource certificates) throws SQLException {
        if (!matches) {
            throw new BadRowException("flow " + id + " was altered since it was recorded: its checksum differs");
        }
        Flow flow;
        try {
            flow = FlowCodec.decode(pb, certificates);
        } catch (UncheckedSqlException e) { // reading a certificate failed
            throw e.failure();
        }
        if (flow.id() != id) { // a caller that pages by flow.id() would loop
            throw new BadRowException("flow " + id + " has the encoded form of flow " + flow.id());
        }
        return flow;
    }

    /** Returns a flow; null if there is none. */
    public static @Nullable Flow flow(SqliteConnection sqlite, long id, CertificateSource certificates)
            throws SQLException {
        PreparedStatement query = sqlite.of(MESSAGES + " WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? decode(row, id, certificates) : null;
        }
    }

    /** Returns flows by their numbers, in this order; those that do not exist are omitted. */
    public static List<Flow> flows(SqliteConnection sqlite, List<Long> ids, CertificateSource certificates)
            throws SQLException {
        List<Flow> flows = new ArrayList<>(ids.size());
        if (areClose(ids)) {
            addClose(sqlite, ids, certificates, flows);
            return flows;
        }
        PreparedStatement query = listed(sqlite, "flow_pb.id, pb, checksum", "flow_pb", ids);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                flows.add(decode(row, row.getLong(1), certificates));
            }
        }
        return flows;
    }

    /** Returns rows by their numbers, in this order; those that do not exist are omitted. */
    public static List<FlowRow> rows(SqliteConnection sqlite, List<Long> ids) throws SQLException {
        List<FlowRow> rows = new ArrayList<>(ids.size());
        try (ResultSet row = listed(sqlite, LISTED, "flow", ids).executeQuery()) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    /** One query for numbers in any order: the join keeps the order of the list, which json_each tells the planner. */
    private static PreparedStatement listed(SqliteConnection sqlite, String columns, String table, List<Long> ids)
            throws SQLException {
        PreparedStatement query = sqlite.of("SELECT " + columns + " FROM json_each(?) AS list CROSS JOIN " + table
                + " ON " + table + ".id = list.value ORDER BY list.rowid");
        query.setString(1, ids.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        return query;
    }

    /** Whether numbers ascend, with few others between them. */
    private static boolean areClose(List<Long> ids) {
        for (int i = 1; i < ids.size(); i++) {
            if (ids.get(i) <= ids.get(i - 1)) {
                return false;
            }
        }
        return ids.size() > 1 && (ids.get(ids.size() - 1) - ids.get(0)) / ids.size() < CLOSE;
    }

    /** Reads flows by one query. A query for each locks and unlocks the file each time, and searches from the root. */
    private static void addClose(SqliteConnection sqlite, List<Long> ids, CertificateSource certificates, List<Flow> to)
            throws SQLException {
        PreparedStatement query = sqlite.of(MESSAGES + " WHERE id BETWEEN ? AND ? ORDER BY id");
        query.setLong(1, ids.get(0));
        query.setLong(2, ids.get(ids.size() - 1));
        int next = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long id = row.getLong(1);
                while (ids.get(next) < id) {
                    next++; // has no flow
                }
                if (ids.get(next) == id) {
                    to.add(decode(row, id, certificates));
                }
            }
        }
    }

    /** Returns a flow's encoded form; null if there is none. */
    public static byte @Nullable [] message(SqliteConnection sqlite, long id) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT pb FROM flow_pb WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? MessageTable.data(row, 1) : null;
        }
    }

    /** Writes a revision, whatever is stored. */
    public static void replace(SqliteConnection sqlite, Prepared prepared) throws SQLException {
        delete(sqlite, prepared.row().id());
        write(sqlite, prepared);
    }

    /** Removes a flow; returns whether it existed. */
    public static boolean delete(SqliteConnection sqlite, long id) throws SQLException {
        sqlite.run("DELETE FROM flow_pb WHERE id = ?", id);
        return sqlite.run("DELETE FROM flow WHERE id = ?", id) > 0;
    }

    private static void bind(PreparedStatement to, FlowRow row) throws SQLException {
        int at = 0;
        for (FlowColumn column : FlowColumns.ALL) {
            at++;
            if (column instanceof FlowColumn.Number number) {
                long value = row.number(number);
                if (number.isAbsent(value)) {
                    to.setNull(at, Types.INTEGER);
                } else {
                    to.setLong(at, value);
                }
            } else if (column instanceof FlowColumn.Text text) {
                String value = row.text(text);
                boolean absent = !text.traits().required() && value != null && value.equals(text.absent());
                to.setString(at, absent ? null : value);
            }
        }
    }

    /**
     * Reads a row from the current row of a query for {@link #ROWS}.
     *
     * @throws BadRowException if a column has a value that no flow can have
     */
    public static FlowRow row(ResultSet from) throws SQLException {
        FlowRow.Builder row = new FlowRow.Builder();
        int at = 0;
        for (FlowColumn column : FlowColumns.ALL) {
            at++;
            if (column instanceof FlowColumn.Number number) {
                row.set(number, number(from, at, number));
            } else if (column instanceof FlowColumn.Text text) {
                String value = from.getString(at);
                if (value == null && column.traits().required()) {
                    throw new BadRowException(what(from, column) + " is missing");
                }
                row.set(text, value == null ? text.absent() : value);
            }
        }
        return row.build();
    }

    private static long number(ResultSet from, int at, FlowColumn.Number column) throws SQLException {
        long value = from.getLong(at);
        if (value == 0 && from.wasNull() && !column.traits().required()) {
            return column.absent();
        }
        StoredEnum<?> constants = column.constants();
        if (constants != null && constants.of(value) == null) {
            throw BadRowException.unknown(constants, value, what(from, column));
        }
        return value;
    }

    private static String what(ResultSet from, FlowColumn column) throws SQLException {
        return "flow " + from.getLong(1) + ": its " + column.name();
    }
}
