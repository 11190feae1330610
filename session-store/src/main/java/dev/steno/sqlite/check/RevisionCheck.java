package dev.steno.sqlite.check;

import dev.steno.codec.CodecException;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateStandIns;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.store.Problem.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks the edits of a flow. A repair moves an edit that cannot be read to the table {@code damaged}, and adapts the
 * others to the bodies that are still stored. Within the caller's transaction.
 */
final class RevisionCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final CertificateStandIns certificates;
    private final @Nullable Repair repair;

    /** Edited flows of the loaded range. */
    private final Set<Long> edited = new HashSet<>();

    RevisionCheck(
            SqliteConnection sqlite, Findings findings, CertificateStandIns certificates, @Nullable Repair repair) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.certificates = certificates;
        this.repair = repair;
    }

    /** Loads which flows of a range were edited; the range is checked next. */
    void load(long after, long last) throws SQLException {
        edited.clear();
        edited.addAll(sqlite.numbers("SELECT DISTINCT flow FROM revision WHERE flow > ? AND flow <= ?", after, last));
    }

    /** Checks the edits of a flow. Returns the bodies to which it referred before them. */
    List<BodyTable.Named> check(long flow) throws SQLException {
        if (!edited.contains(flow)) {
            return List.of();
        }
        List<BodyTable.Named> bodies = new ArrayList<>();
        for (RevisionTable.Row row : RevisionTable.rows(sqlite, flow)) {
            HttpFlow before = readable(row, flow);
            if (before != null) {
                bodies.addAll(BodyTable.namedEarlier(before));
            }
        }
        return bodies;
    }

    private @Nullable HttpFlow readable(RevisionTable.Row row, long flow) throws SQLException {
        FlowEdit edit = row.edit();
        if (!row.intact()) {
            findings.addProblem(
                    Kind.ALTERED, flow, "edit " + edit.number() + " of it was altered since it was recorded");
        }
        try {
            return RevisionTable.decode(new RevisionTable.Row(edit, row.pb(), true), flow, certificates);
        } catch (CodecException | BadRowException e) {
            String why = "its edit " + edit.number() + " cannot be read: " + e.getMessage();
            findings.addProblem(Kind.UNREADABLE, flow, why);
            if (repair != null) {
                repair.setAside(flow, why, row.pb());
                sqlite.run("DELETE FROM revision WHERE flow = ? AND n = ?", flow, edit.number());
            }
            return null;
        } finally {
            certificates.takeMissing();
        }
    }

    /** Adapts the edits of a flow in which a problem was found, and the rows of the bodies before them. */
    void repair(long flow, Repair by) throws SQLException {
        if (!edited.contains(flow)) {
            return;
        }
        for (RevisionTable.Row row : RevisionTable.rows(sqlite, flow)) {
            HttpFlow before =
                    RevisionTable.decode(new RevisionTable.Row(row.edit(), row.pb(), true), flow, certificates);
            HttpFlow mended = (HttpFlow) by.asItIs(before);
            RevisionTable.put(sqlite, flow, row.edit(), FlowCodec.encode(mended));
            BodyTable.nameEarlier(sqlite, mended);
        }
        certificates.takeMissing();
    }
}
