package dev.steno.sqlite.table;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.CertificateSource;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.WithoutBodies;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code revision}: the edits of recorded flows, each with the flow before it. For the writer thread. */
public final class RevisionTable {
    private static final String ROWS = "SELECT n, time, by, what, pb, checksum FROM revision WHERE flow = ?";

    private final SqliteConnection sqlite;
    private boolean used;

    public RevisionTable(SqliteConnection sqlite) throws SQLException {
        this.sqlite = sqlite;
        this.used = sqlite.number("SELECT count(*) FROM (SELECT 1 FROM revision LIMIT 1)") > 0;
    }

    /**
     * A row.
     *
     * @param pb the flow before the edit, encoded
     * @param intact whether the row matches its checksum
     */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    public record Row(FlowEdit edit, byte[] pb, boolean intact) {}

    /** Numbers an edit and writes it, with the rows of the bodies before it. */
    public void write(FlowEvent.Edited edited) throws SQLException {
        used = true;
        long flow = edited.before().id();
        FlowEdit edit = edited.edit();
        int number = 1 + (int) sqlite.number("SELECT max(n) FROM revision WHERE flow = ?", flow);
        put(sqlite, flow, new FlowEdit(number, edit.time(), edit.by(), edit.what()), FlowCodec.encode(edited.before()));
        BodyTable.nameEarlier(sqlite, edited.before());
    }

    /** Whether a flow has edits. */
    public boolean has(long flow) throws SQLException {
        return used && sqlite.number("SELECT count(*) FROM revision WHERE flow = ?", flow) > 0;
    }

    /** Writes a row, in the place of one with its number. */
    public static void put(SqliteConnection sqlite, long flow, FlowEdit edit, byte[] pb) throws SQLException {
        PreparedStatement insert = sqlite.of("INSERT OR REPLACE INTO revision (flow, n, time, by, what, pb, checksum)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, flow);
        insert.setInt(2, edit.number());
        insert.setLong(3, edit.time());
        insert.setString(4, edit.by());
        insert.setString(5, edit.what());
        insert.setBytes(6, pb);
        insert.setLong(7, Checksum.ofRevision(flow, edit, pb));
        insert.executeUpdate();
    }

    /** Removes the bodies from the revisions of a flow; the rows of the bodies are the caller's. */
    public void removeBodies(long flow) throws SQLException {
        if (!used) {
            return;
        }
        CertificateSource certificates = new CertificateTable.Reader(sqlite);
        for (Row row : rows(sqlite, flow)) {
            Flow emptied = new WithoutBodies().of(decode(row, flow, certificates));
            put(sqlite, flow, row.edit(), FlowCodec.encode(emptied));
        }
    }

    public void delete(long flow) throws SQLException {
        if (used) {
            sqlite.run("DELETE FROM revision WHERE flow = ?", flow);
        }
    }

    /** Returns the edits of a flow, the first one first. */
    public static List<FlowEdit> edits(SqliteConnection sqlite, long flow) throws SQLException {
        List<FlowEdit> edits = new ArrayList<>();
        PreparedStatement query = sqlite.of("SELECT n, time, by, what FROM revision WHERE flow = ? ORDER BY n");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                edits.add(edit(row));
            }
        }
        return edits;
    }

    /** Returns all rows of a flow, the first edit first. */
    public static List<Row> rows(SqliteConnection sqlite, long flow) throws SQLException {
        List<Row> rows = new ArrayList<>();
        PreparedStatement query = sqlite.of(ROWS + " ORDER BY n");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                rows.add(row(row, flow));
            }
        }
        return rows;
    }

    /**
     * Returns a flow as it was before an edit; null if there is no such edit.
     *
     * @throws BadRowException if its checksum differs
     */
    public static @Nullable HttpFlow before(
            SqliteConnection sqlite, long flow, int number, CertificateSource certificates) throws SQLException {
        PreparedStatement query = sqlite.of(ROWS + " AND n = ?");
        query.setLong(1, flow);
        query.setInt(2, number);
        Row row;
        try (ResultSet found = query.executeQuery()) {
            if (!found.next()) {
                return null;
            }
            row = row(found, flow);
        }
        return decode(row, flow, certificates);
    }

    /**
     * Decodes the flow before an edit.
     *
     * @throws BadRowException if the checksum of the row differs
     * @throws dev.steno.codec.CodecException if its bytes are not a flow
     */
    public static HttpFlow decode(Row row, long flow, CertificateSource certificates) throws SQLException {
        if (!row.intact()) {
            throw new BadRowException("edit " + row.edit().number() + " of flow " + flow
                    + " was altered since it was recorded: its checksum differs");
        }
        try {
            if (FlowCodec.decode(row.pb(), certificates) instanceof HttpFlow http && http.id() == flow) {
                return http;
            }
        } catch (UncheckedSqlException e) { // reading a certificate failed
            throw e.failure();
        }
        throw new BadRowException(
                "edit " + row.edit().number() + " of flow " + flow + " has the encoded form of another");
    }

    private static FlowEdit edit(ResultSet row) throws SQLException {
        return new FlowEdit(row.getInt(1), row.getLong(2), row.getString(3), row.getString(4));
    }

    private static Row row(ResultSet row, long flow) throws SQLException {
        FlowEdit edit = edit(row);
        byte[] pb = MessageTable.data(row, 5);
        return new Row(edit, pb, Checksum.matches(row, 6, Checksum.ofRevision(flow, edit, pb)));
    }
}
