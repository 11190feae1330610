package dev.steno.sqlite.tool;

import dev.steno.codec.FlowCodec;
import dev.steno.filter.Filter;
import dev.steno.flow.Flow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.query.FlowPages;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.TableCopy;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Saves a session, or some of its flows, to a new file without gaps. Many short reads, so a session that is recorded
 * meanwhile goes on undisturbed: each flow is copied as it is when its turn comes, together with all that belongs to it, up
 * to the last one that is there at the start. Blocks; any thread but an event loop.
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
     * What was saved.
     *
     * @param file where
     * @param flows how many flows
     * @param bytes the file's size
     */
    public record Saved(Path file, long flows, long bytes) {}

    /**
     * Saves the flows that match, under their numbers.
     *
     * @param replace whether a session that is there already is replaced
     * @throws SessionException when the source cannot be read, or the target is there or cannot be written
     * @throws dev.steno.store.WorkStopped when the progress says so; there is no target then
     */
    public static Saved save(Path from, Path to, Filter filter, boolean replace, Progress progress) throws IOException {
        Path source = FileCheck.forReading(from);
        if (Files.exists(to) && Files.isSameFile(source, to)) {
            throw new SessionException("cannot save " + from + " to itself. Give another name.");
        }
        try (SqliteSessionReader reader = SqliteSessionReader.open(source);
                NewSession target =
                        NewSession.begin(to, replace, reader.meta("application").orElse(""), progress)) {
            FileCheck.checkCurrent(source, reader.info().format());
            return new SessionCopy(source, target, progress).save(reader, filter);
        }
    }

    private Saved save(SqliteSessionReader reader, Filter filter) throws IOException {
        boolean still = !reader.isRecorded();
        long last = reader.lastFlow();
        TableCopy tables = target.write(sqlite -> new TableCopy(sqlite, ConnectionOpener.attachment(source)));
        FlowPages pages = new FlowPages(reader, filter, last, progress);
        progress.begin("copying", "flows", pages.total());
        for (List<Long> page = pages.next(); page != null; page = pages.next()) {
            List<Long> ids = page;
            target.write(sqlite -> {
                copy(sqlite, tables, ids, filter != Filter.ALL);
                return true;
            });
            flows += ids.size();
            progress.at(pages.seen());
            progress.check();
        }
        target.write(sqlite -> {
            end(sqlite, tables, filter == Filter.ALL, still && !reader.isRecorded());
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
                    for (BodyTable.Named each : BodyTable.named(flow)) {
                        tables.copyBody(each.body().id()); // nothing to do but where another flow shares it
                    }
                }
            }
        }
        sqlite.execute("COMMIT");
    }

    /**
     * @param all whether all flows were copied
     * @param still whether nobody recorded, so that the index of texts knows the flows as they were copied
     */
    private static void end(SqliteConnection sqlite, TableCopy tables, boolean all, boolean still) throws SQLException {
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
        sqlite.run("INSERT INTO meta (name, value) SELECT name, value FROM source.meta WHERE name = 'created'"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        sqlite.execute("COMMIT");
        sqlite.execute("DETACH source");
    }
}
