package dev.steno.sqlite.tool;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowCodec;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.sqlite.file.ExitRules;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.AnnotationTable;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.PassThroughTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges sessions into a new one. Flows are numbered from 1 in the order in which they began. Flows of one session keep
 * their order; if flows of two sessions began at the same time, the session named first comes first. Body and
 * connection numbers are those of the first session; the numbers of each further session continue after the previous
 * one. Reads each flow once. Blocks; any thread but an event loop.
 */
public final class SessionMerge {
    private static final int BATCH = 500;

    private final List<MergeSource> sources;
    private final NewSession target;
    private final Progress progress;
    private long flows;

    private SessionMerge(List<MergeSource> sources, NewSession target, Progress progress) {
        this.sources = sources;
        this.target = target;
        this.progress = progress;
    }

    /**
     * Merges sessions. No process may be recording to them.
     *
     * @param application name and version of the program, stored in the new session
     * @param replace whether an existing session is replaced
     * @throws SessionException if a source cannot be read, or the target exists or is not writable
     * @throws dev.steno.store.WorkStopped if the progress requires it; there is no target then
     */
    public static SessionCopy.Saved merge(
            List<Path> from, Path to, String application, boolean replace, Progress progress) throws IOException {
        List<MergeSource> sources = new ArrayList<>();
        try {
            for (Path each : from) {
                if (Files.exists(to) && Files.exists(each) && Files.isSameFile(each, to)) {
                    throw new SessionException("cannot merge " + each + " into itself; give another name");
                }
                sources.add(MergeSource.open(each));
            }
            try (NewSession target = NewSession.createDraft(to, replace, application, progress)) {
                return new SessionMerge(sources, target, progress).merge();
            }
        } finally {
            for (MergeSource each : sources) {
                each.close();
            }
        }
    }

    private SessionCopy.Saved merge() throws IOException {
        target.write(sqlite -> {
            number();
            sqlite.execute("CREATE TEMP TABLE renumbered (source INTEGER, old INTEGER, new INTEGER,"
                    + " PRIMARY KEY (source, old)) WITHOUT ROWID");
            flows(sqlite);
            finishMerge(sqlite);
            return true;
        });
        return new SessionCopy.Saved(target.file(), flows, target.finish());
    }

    private void number() {
        long body = 0;
        long connection = 0;
        for (MergeSource each : sources) {
            each.startAfter(body, connection);
            body = each.lastBody();
            connection = each.lastConnection();
        }
    }

    private void flows(SqliteConnection sqlite) throws SQLException, IOException {
        progress.beginStep(
                "merging",
                "flows",
                sources.stream().mapToLong(MergeSource::flows).sum());
        CertificateTable.Writer certificates = new CertificateTable.Writer(sqlite);
        AnnotationTable annotations = new AnnotationTable(sqlite);
        sqlite.execute("BEGIN");
        for (int source = earliest(); source >= 0; source = earliest()) {
            MergeSource from = sources.get(source);
            Flow old = from.peek();
            if (old == null) {
                break;
            }
            from.remove();
            flows++;
            Flow flow = from.renumbered(old, flows, renumbered(sqlite, source, MergeSource.parent(old)));
            sqlite.run("INSERT INTO temp.renumbered VALUES (?, ?, ?)", source, old.id(), flows);
            certificates.write(flow);
            FlowTable.write(sqlite, FlowTable.Prepared.of(flow));
            annotations.write(flow);
            bodies(sqlite, from, BodyTable.named(flow));
            revisions(sqlite, from, old.id());
            BodyTable.name(sqlite, flow);
            messages(sqlite, from, old.id());
            progress.at(flows);
            if (flows % BATCH == 0) {
                sqlite.execute("COMMIT");
                certificates.committed();
                progress.check();
                sqlite.execute("BEGIN");
            }
        }
        sqlite.execute("COMMIT");
    }

    /** Returns the index of the source whose next flow began first; -1 at the end. */
    private int earliest() throws SQLException, SessionException {
        int found = -1;
        long started = 0;
        for (int i = 0; i < sources.size(); i++) {
            Flow next = sources.get(i).peek();
            if (next != null && (found < 0 || next.started() < started)) {
                found = i;
                started = next.started();
            }
        }
        return found;
    }

    private static long renumbered(SqliteConnection sqlite, int source, long old) throws SQLException {
        return old == 0
                ? 0
                : sqlite.number("SELECT new FROM temp.renumbered WHERE source = ? AND old = ?", source, old);
    }

    private void revisions(SqliteConnection sqlite, MergeSource from, long old) throws SQLException, IOException {
        for (FlowEvent.Edited edited : from.edits(old, flows)) {
            RevisionTable.put(sqlite, flows, edited.edit(), FlowCodec.encode(edited.before()));
            bodies(sqlite, from, BodyTable.namedEarlier(edited.before()));
            BodyTable.nameEarlier(sqlite, edited.before());
        }
    }

    private void bodies(SqliteConnection sqlite, MergeSource from, Collection<BodyTable.Named> named)
            throws SQLException, IOException {
        for (BodyTable.Named each : named) {
            long body = each.body().id();
            if (sqlite.number("SELECT count(*) FROM body WHERE id = ?", body) > 0) {
                continue; // shared with another flow and copied already
            }
            PreparedStatement query = from.sqlite()
                    .of("SELECT " + BodyTable.PIECE + ", seq, pieces FROM body_chunk WHERE body = ? ORDER BY seq");
            query.setLong(1, from.bodyHere(body));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    int sequence = row.getInt(3);
                    byte[] data = BodyTable.piece(row, from.bodyHere(body), sequence);
                    BodyTable.piece(sqlite, body, sequence, data, row.getBytes(4));
                    progress.check();
                }
            }
        }
    }

    private void messages(SqliteConnection sqlite, MergeSource from, long old) throws SQLException {
        PreparedStatement query =
                from.sqlite().of("SELECT " + MessageTable.COLUMNS + " FROM message WHERE flow = ? ORDER BY seq");
        query.setLong(1, old);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                MessageTable.write(sqlite, renumbered(MessageTable.message(row)));
            }
        }
    }

    private Message renumbered(Message old) {
        return new Message(
                flows,
                old.sequence(),
                old.time(),
                old.direction(),
                old.kind(),
                old.last(),
                old.edit(),
                old.trueSize(),
                old.data());
    }

    private void finishMerge(SqliteConnection sqlite) throws SQLException {
        MergeSource last = sources.get(sources.size() - 1);
        sqlite.execute("BEGIN");
        sqlite.run("UPDATE counter SET value = ? WHERE name = 'flow'", flows);
        sqlite.run("UPDATE counter SET value = ? WHERE name = 'body'", last.lastBody());
        sqlite.run("UPDATE counter SET value = ? WHERE name = 'connection'", last.lastConnection());
        long created = Long.MAX_VALUE;
        for (int source = 0; source < sources.size(); source++) {
            MergeSource from = sources.get(source);
            created = Math.min(created, from.created());
            options(sqlite, from);
            ExitRules.add(sqlite, ExitRules.of(from.sqlite()));
            for (PassThroughTable.Sealed one : PassThroughTable.read(from.sqlite())) {
                PassThroughTable.merge(sqlite, one);
            }
            setAside(sqlite, from, source);
        }
        Schema.meta(sqlite, "created", Long.toString(created));
        sqlite.execute("COMMIT");
    }

    /** Copies a source's options. If two sources have the same option, the first one's value remains. */
    private static void options(SqliteConnection sqlite, MergeSource from) throws SQLException {
        PreparedStatement insert = sqlite.of("INSERT OR IGNORE INTO session_option (name, value) VALUES (?, ?)");
        try (ResultSet row =
                from.sqlite().of("SELECT name, value FROM session_option").executeQuery()) {
            while (row.next()) {
                insert.setString(1, row.getString(1));
                insert.setString(2, row.getString(2));
                insert.executeUpdate();
            }
        }
    }

    /** Copies the rows that an earlier repair moved to {@code damaged}. */
    private static void setAside(SqliteConnection sqlite, MergeSource from, int source) throws SQLException {
        if (from.sqlite().number("SELECT count(*) FROM sqlite_master WHERE name = 'damaged'") == 0) {
            return;
        }
        sqlite.execute(Schema.DAMAGED);
        PreparedStatement insert = sqlite.of("INSERT INTO damaged (flow, time, reason, data) VALUES (?, ?, ?, ?)");
        try (ResultSet row =
                from.sqlite().of("SELECT flow, time, reason, data FROM damaged").executeQuery()) {
            while (row.next()) {
                insert.setObject(1, flow(sqlite, source, row.getLong(1)));
                insert.setLong(2, row.getLong(2));
                insert.setString(3, row.getString(3));
                insert.setBytes(4, MessageTable.data(row, 4));
                insert.executeUpdate();
            }
        }
    }

    private static @Nullable Long flow(SqliteConnection sqlite, int source, long old) throws SQLException {
        long now = renumbered(sqlite, source, old);
        return now == 0 ? null : now;
    }
}
