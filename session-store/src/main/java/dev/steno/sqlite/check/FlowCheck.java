package dev.steno.sqlite.check;

import dev.steno.codec.CodecException;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateStandIns;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.FlowRow;
import dev.steno.store.Problem.Kind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks flows one at a time against the rows that belong to them. Within the caller's transaction. */
final class FlowCheck {
    private final SqliteConnection sqlite;
    private final Findings findings;
    private final CertificateStandIns certificates;
    private final @Nullable Repair repair;
    private final ChecksumCheck checksums;
    private final RevisionCheck revisions;

    /** Annotation rows of the loaded range, by flow. */
    private final Map<Long, Map<String, String>> annotations = new HashMap<>();

    /** Bodies whose rows belong to flows of the loaded range, by flow. */
    private final Map<Long, List<Long>> owned = new HashMap<>();

    /** Bodies to which the flow named in their row does not refer; with that flow. */
    private final Map<Long, Long> unnamed = new TreeMap<>();

    /** Bodies to which a flow refers although their row belongs to another flow. */
    private final Set<Long> claimed = new HashSet<>();

    /** @param repair repairs the findings; null to only report them */
    FlowCheck(SqliteConnection sqlite, Findings findings, @Nullable Repair repair) {
        this.sqlite = sqlite;
        this.findings = findings;
        this.certificates = new CertificateStandIns(sqlite);
        this.repair = repair;
        this.checksums = new ChecksumCheck(sqlite, findings, repair != null);
        this.revisions = new RevisionCheck(sqlite, findings, certificates, repair);
    }

    void check(StoredFlow stored) throws SQLException {
        findings.sawFlow();
        byte[] pb = stored.pb();
        if (pb == null) {
            unreadable(stored, Kind.NO_MESSAGE, "it has no encoded form");
            return;
        }
        Flow flow;
        Set<String> missing;
        try {
            flow = FlowCodec.decode(pb, certificates);
        } catch (CodecException e) {
            unreadable(stored, Kind.UNREADABLE, String.valueOf(e.getMessage()));
            return;
        } finally {
            missing = certificates.takeMissing();
        }
        if (flow.id() != stored.id()) {
            unreadable(stored, Kind.UNREADABLE, "it has the encoded form of flow " + flow.id());
            return;
        }
        long before = findings.problems();
        for (String each : missing) {
            findings.addProblem(Kind.NO_CERTIFICATE, flow.id(), "its certificate " + each + " is not in the session");
        }
        checksums.message(stored);
        columns(flow, stored.columns());
        annotations(flow);
        bodies(flow);
        if (flow instanceof TcpFlow || flow instanceof HttpFlow http && http.webSocket() != null) {
            pieces(flow);
        }
        for (Flow at = flow; at != null; at = at instanceof HttpFlow http ? http.original() : null) {
            connections(at.client());
            connections(at.server());
        }
        List<String> altered = checksums.takeFindings();
        if (repair != null && findings.problems() > before) {
            revisions.repair(flow.id(), repair);
            repair.flow(flow, missing, altered);
        }
    }

    private void unreadable(StoredFlow stored, Kind kind, String why) throws SQLException {
        findings.addProblem(kind, stored.id(), why);
        if (repair != null) {
            repair.unreadable(stored, why);
        }
    }

    private void columns(Flow flow, StoredFlow.@Nullable Columns columns) {
        if (columns == null) {
            findings.addProblem(Kind.NO_ROW, flow.id(), "it has an encoded form but no columns");
            return;
        }
        FlowRow row = columns.row();
        if (row == null) {
            findings.addProblem(Kind.PROJECTION, flow.id(), "its columns hold an invalid value");
            return;
        }
        List<String> differences = RowDifferences.of(row, FlowRow.of(flow));
        if (!differences.isEmpty()) {
            findings.addProblem(
                    Kind.PROJECTION,
                    flow.id(),
                    "its columns differ from its encoded form: " + String.join(", ", differences));
        }
    }

    /** Loads the rows that belong to the flows of a range, which are checked next. */
    void load(long after, long last) throws SQLException {
        revisions.load(after, last);
        annotations.clear();
        PreparedStatement notes = sqlite.of("SELECT flow, name, value FROM annotation WHERE flow > ? AND flow <= ?");
        notes.setLong(1, after);
        notes.setLong(2, last);
        try (ResultSet row = notes.executeQuery()) {
            while (row.next()) {
                annotations
                        .computeIfAbsent(row.getLong(1), flow -> new TreeMap<>())
                        .put(row.getString(2), row.getString(3));
            }
        }
        owned.clear();
        PreparedStatement bodies = sqlite.of("SELECT flow, id FROM body WHERE flow > ? AND flow <= ?");
        bodies.setLong(1, after);
        bodies.setLong(2, last);
        try (ResultSet row = bodies.executeQuery()) {
            while (row.next()) {
                owned.computeIfAbsent(row.getLong(1), flow -> new ArrayList<>()).add(row.getLong(2));
            }
        }
    }

    private void annotations(Flow flow) {
        Map<String, String> rows = annotations.getOrDefault(flow.id(), Map.of());
        if (!rows.equals(flow.notes().metadata())) {
            findings.addProblem(
                    Kind.ANNOTATIONS,
                    flow.id(),
                    "its annotations are " + rows + ", its encoded form says "
                            + flow.notes().metadata());
        }
    }

    private void bodies(Flow flow) throws SQLException {
        Set<Long> named = new HashSet<>();
        List<BodyTable.Named> all = new ArrayList<>(BodyTable.named(flow));
        all.addAll(revisions.check(flow.id()));
        for (BodyTable.Named each : all) {
            Body.Stored body = each.body();
            if (!named.add(body.id())) {
                continue;
            }
            findings.sawBody();
            long there = checksums.body(flow.id(), body.id());
            if (there < body.size()) {
                findings.addProblem(
                        Kind.SHORT_BODY,
                        flow.id(),
                        "body " + body.id() + " has " + there + " of " + body.size() + " bytes");
            }
            row(flow, body);
        }
        for (long body : owned.getOrDefault(flow.id(), List.of())) {
            if (!named.contains(body)) {
                unnamed.put(body, flow.id());
            }
        }
    }

    private void row(Flow flow, Body.Stored body) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT size, true_size, complete, flow FROM body WHERE id = ?");
        query.setLong(1, body.id());
        long owner;
        Body.Stored said;
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                findings.addProblem(Kind.BODY_ROW, flow.id(), "body " + body.id() + " has no row");
                return;
            }
            said = new Body.Stored(body.id(), row.getLong(1), row.getLong(2), row.getBoolean(3));
            owner = row.getLong(4);
        }
        if (owner == flow.id()) {
            if (!said.equals(body)) {
                findings.addProblem(
                        Kind.BODY_ROW, flow.id(), "the row of body " + body.id() + " differs from its encoded form");
            }
        } else if (!names(owner, body.id())) { // two flows may share a body, whose row belongs to one of them
            findings.addProblem(
                    Kind.BODY_ROW, flow.id(), "the row of body " + body.id() + " names another flow as its owner");
            claimed.add(body.id());
        }
    }

    private boolean names(long flow, long body) throws SQLException {
        PreparedStatement query = sqlite.of("SELECT pb FROM flow_pb WHERE id = ?");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            return row.next()
                    && BodyTable.named(FlowCodec.decode(MessageTable.data(row, 1), certificates)).stream()
                            .anyMatch(each -> each.body().id() == body);
        } catch (CodecException e) {
            return false;
        } finally {
            certificates.takeMissing();
        }
    }

    /** Reports bodies to which neither their owner nor any other flow refers. Call after all flows were checked. */
    void finish() throws SQLException {
        for (Map.Entry<Long, Long> each : unnamed.entrySet()) {
            long body = each.getKey();
            if (!claimed.contains(body)) {
                findings.addProblem(Kind.ORPHAN_BODY, each.getValue(), "it does not refer to body " + body);
                if (repair != null) {
                    BodyTable.delete(sqlite, List.of(body));
                }
            }
        }
    }

    private void pieces(Flow flow) throws SQLException {
        checksums.stream(flow.id());
        long there = MessageTable.count(sqlite, flow.id());
        if (there < flow.messages()) {
            findings.addProblem(
                    Kind.SHORT_STREAM, flow.id(), "it has " + there + " of " + flow.messages() + " messages in order");
        }
    }

    private void connections(@Nullable Peer peer) {
        for (Peer at = peer; at != null; at = at.via()) {
            findings.sawConnection(at.connection());
        }
    }
}
