package dev.steno.sqlite.check;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.sqlite.table.AnnotationTable;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateStandIns;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.FlowRewrite;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Repairs what a check finds, within the caller's transaction. Rows that belong to no flow are removed. An encoded
 * form that cannot be decoded is moved to the table {@code damaged}, and an annotation of the flow describes the
 * loss.
 */
final class Repair {
    /** The annotation that describes what a repair could not restore. */
    static final String NOTE = "steno.repair";

    private final SqliteConnection sqlite;
    private final AnnotationTable annotations;
    private long setAside;

    Repair(SqliteConnection sqlite) throws SQLException {
        this.sqlite = sqlite;
        this.annotations = new AnnotationTable(sqlite);
    }

    /** Returns the number of encoded forms and certificates moved to {@code damaged}. */
    long setAside() {
        return setAside;
    }

    /**
     * Adapts a flow to the data that is still stored, and then its columns and other rows to the flow.
     *
     * @param missing fingerprints of certificates to which it refers but which are not stored
     * @param altered descriptions of data that differs from its checksum, one sentence each
     */
    void flow(Flow flow, Set<String> missing, List<String> altered) throws SQLException {
        Flow mended = asItIs(flow);
        if (!missing.isEmpty()) {
            mended = noted(mended, "certificates were missing: " + String.join(", ", missing));
        }
        if (!altered.isEmpty()) {
            mended = noted(mended, String.join("; ", altered));
        }
        if (mended.state() == FlowState.OPEN) {
            mended = mended.interrupted();
        } else if (!mended.equals(flow) && mended.revision() == flow.revision()) {
            mended = mended.withNotes(mended.notes());
        }
        write(mended);
    }

    /** Returns a flow reduced to what is still stored. */
    Flow asItIs(Flow flow) throws SQLException {
        try {
            return new AsItIs().of(flow);
        } catch (UncheckedSqlException e) {
            throw e.failure();
        }
    }

    /**
     * Moves a flow's unreadable encoded form to {@code damaged} and replaces it by one reconstructed from the
     * columns.
     */
    void unreadable(StoredFlow stored, String why) throws SQLException {
        byte[] pb = stored.pb();
        if (pb != null) {
            setAside(stored.id(), why, pb);
        }
        StoredFlow.Columns columns = stored.columns();
        Flow salvaged = new FlowReconstruction(sqlite).flow(stored.id(), columns == null ? null : columns.row());
        write(noted(salvaged, "rebuilt from its columns: " + why));
    }

    private void write(Flow flow) throws SQLException {
        FlowTable.replace(sqlite, FlowTable.Prepared.of(flow));
        BodyTable.name(sqlite, flow);
        annotations.write(flow);
        TextTable.note(sqlite, flow.id());
    }

    /** Moves a certificate that does not match its fingerprint to {@code damaged}. */
    void certificate(byte[] name, byte[] der, String why) throws SQLException {
        setAside(null, why, der);
        PreparedStatement delete = sqlite.of("DELETE FROM certificate WHERE sha256 = ?");
        delete.setBytes(1, name);
        delete.executeUpdate();
    }

    /** Moves bytes that cannot be used to {@code damaged}. */
    void setAside(@Nullable Long flow, String why, byte[] data) throws SQLException {
        sqlite.execute(Schema.DAMAGED);
        PreparedStatement insert = sqlite.of("INSERT INTO damaged (flow, time, reason, data) VALUES (?, ?, ?, ?)");
        insert.setObject(1, flow);
        insert.setLong(2, Times.now());
        insert.setString(3, why);
        insert.setBytes(4, data);
        insert.executeUpdate();
        setAside++;
    }

    private static Flow noted(Flow flow, String text) {
        Notes notes = flow.notes();
        Map<String, String> metadata = new TreeMap<>(notes.metadata());
        metadata.merge(NOTE, text, (old, added) -> old + "; " + added);
        return flow.withNotes(new Notes(notes.mark(), notes.comment(), metadata, notes.replay()));
    }

    /** Reduces a flow to the chunks, messages and certificates that are stored. */
    private final class AsItIs extends FlowRewrite {
        @Override
        protected Body body(Body body) {
            if (!(body instanceof Body.Stored stored) || stored.size() == 0) {
                return body;
            }
            long there = readable(stored.id());
            return there >= stored.size() ? body : new Body.Stored(stored.id(), there, stored.trueSize(), false);
        }

        private long readable(long body) {
            try {
                return BodyTable.readableSize(sqlite, body);
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }

        private long pieces(long flow) {
            try {
                return MessageTable.count(sqlite, flow);
            } catch (SQLException e) {
                throw new UncheckedSqlException(e);
            }
        }

        @Override
        protected Tls tls(Tls tls) {
            return CertificateStandIns.withoutStandIns(tls);
        }

        @Override
        protected long messages(Flow flow) {
            return Math.min(flow.messages(), pieces(flow.id()));
        }
    }
}
