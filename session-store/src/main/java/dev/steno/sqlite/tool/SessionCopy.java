package dev.steno.sqlite.tool;

import dev.steno.codec.FlowCodec;
import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.ExitRules;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.query.FlowPages;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.sqlite.table.TableCopy;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Copies a session, or some of its flows, to a new, compact file. It consists of many short reads, so the session can
 * be recorded meanwhile. Each flow is copied in its current state, with all rows that belong to it, up to the last flow
 * that existed at the start. Blocks; any thread but an event loop.
 */
public final class SessionCopy {
    private final Path source;
    private final NewSession target;
    private final Progress progress;
    private long flows;

    private SessionCopy(Path source, NewSession target, Progress progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /**
     * The result of a copy.
     *
     * @param file the new file
     * @param flows number of copied flows
     * @param bytes size of the new file
     */
    public record Saved(Path file, long flows, long bytes) {}

    /**
     * Copies the matching flows, which keep their numbers.
     *
     * @param replace whether an existing session is replaced
     * @throws SessionException if the source cannot be read, or the target exists or is not writable
     * @throws dev.steno.store.WorkStopped if the progress requires it; there is no target then
     */
    public static Saved save(Path from, Path to, Filter filter, boolean replace, Progress progress) throws IOException {
        return save(from, to, filter, null, replace, progress);
    }

    /** Like the method above, for the flows with these numbers. */
    public static Saved save(Path from, Path to, Roaring64Bitmap flows, Progress progress) throws IOException {
        return save(from, to, Filter.ALL, flows, false, progress);
    }

    private static Saved save(
            Path from, Path to, Filter filter, @Nullable Roaring64Bitmap flows, boolean replace, Progress progress)
            throws IOException {
        Path source = FileCheck.forReading(from);
        if (Files.exists(to) && Files.isSameFile(source, to)) {
            throw new SessionException("cannot save " + from + " to itself; give another name");
        }
        try (SqliteSessionReader reader = SqliteSessionReader.open(source);
                NewSession target = NewSession.createDraft(
                        to, replace, reader.meta("application").orElse(""), progress)) {
            FileCheck.checkCurrent(source, reader.format());
            return new SessionCopy(source, target, progress).save(reader, filter, flows);
        }
    }

    private Saved save(SqliteSessionReader reader, Filter filter, @Nullable Roaring64Bitmap chosen) throws IOException {
        boolean all = filter == Filter.ALL && chosen == null;
        boolean still = !reader.isRecorded();
        long last = reader.lastFlow();
        TableCopy tables = target.write(sqlite -> new TableCopy(sqlite, ConnectionOpener.attachment(source)));
        FlowPages pages = chosen == null
                ? new FlowPages(reader, filter, last, progress)
                : new FlowPages(reader, chosen, progress);
        progress.beginStep("copying", "flows", pages.total());
        for (List<Long> page = pages.next(); page != null; page = pages.next()) {
            List<Long> ids = page;
            target.write(sqlite -> {
                copy(sqlite, tables, ids, !all);
                return true;
            });
            flows += ids.size();
            progress.at(pages.seen());
            progress.check();
        }
        target.write(sqlite -> {
            finishCopy(sqlite, tables, all, still && !reader.isRecorded());
            return true;
        });
        return new Saved(target.file(), flows, target.finish());
    }

    private static void copy(SqliteConnection sqlite, TableCopy tables, List<Long> ids, boolean some)
            throws SQLException {
        sqlite.execute("BEGIN");
        tables.copyFlows(ids);
        if (some) {
            CertificateTable.Reader certificates = new CertificateTable.Reader(sqlite, "source.");
            CertificateTable.Writer used = new CertificateTable.Writer(sqlite);
            for (long id : ids) {
                byte[] pb = FlowTable.message(sqlite, id);
                if (pb != null) {
                    Flow flow = FlowCodec.decode(pb, certificates);
                    used.write(flow);
                    List<BodyTable.Named> bodies = new ArrayList<>(BodyTable.named(flow));
                    for (RevisionTable.Row row : RevisionTable.rows(sqlite, id)) {
                        bodies.addAll(BodyTable.namedEarlier(RevisionTable.decode(row, id, certificates)));
                    }
                    for (BodyTable.Named each : bodies) {
                        tables.copyBody(each.body().id()); // for a body whose row belongs to another flow
                    }
                }
            }
        }
        sqlite.execute("COMMIT");
    }

    /**
     * @param all whether all flows were copied
     * @param still whether no process recorded meanwhile, so that the index of texts fits the copied flows
     */
    private static void finishCopy(SqliteConnection sqlite, TableCopy tables, boolean all, boolean still)
            throws SQLException {
        sqlite.execute("BEGIN");
        if (all) {
            tables.copyAll("certificate");
            if (sqlite.number("SELECT count(*) FROM source.sqlite_master WHERE name = 'damaged'") > 0) {
                sqlite.execute(Schema.DAMAGED);
                tables.copyAll("damaged");
            }
        }
        tables.copyAll("session_option");
        tables.copyAll("pass_through");
        tables.copyAll("counter");
        if (all && still) {
            for (String each : TextTable.TABLES) {
                tables.copyAll(each);
            }
        } else {
            TextTable.forget(sqlite);
        }
        sqlite.run("INSERT INTO meta (name, value) SELECT name, value FROM source.meta WHERE name IN ('created', '"
                + ExitRules.NAME + "')"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        sqlite.execute("COMMIT");
        sqlite.execute("DETACH source");
    }
}
