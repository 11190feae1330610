package dev.steno.sqlite.tool;

import dev.steno.filter.Filter;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.query.FlowPages;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Removes flows from a session and shrinks its file. Holds the recorder lock from opening to closing, so no process can
 * record. Blocks; for one thread.
 */
public final class SessionTrim implements AutoCloseable {
    private static final int PAGE = 500;

    private final OfflineSession session;
    private final Progress progress;

    private SessionTrim(OfflineSession session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /** @throws SessionException if the session is not writable, or a process records to it */
    public static SessionTrim open(Path given, Progress progress) throws IOException {
        return new SessionTrim(OfflineSession.open(given, progress), progress);
    }

    /**
     * The flows that a filter found.
     *
     * @param flows their numbers
     * @param of number of all flows in the session
     */
    public record Found(Roaring64Bitmap flows, long of) {

        /** Returns the number of flows found. */
        public long count() {
            return flows.getLongCardinality();
        }
    }

    /** Finds the flows that match a filter. */
    public Found find(Filter filter) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(session.file())) {
            FlowPages pages = new FlowPages(reader, filter, reader.lastFlow(), progress);
            progress.beginStep("looking", "flows", pages.total());
            Roaring64Bitmap found = new Roaring64Bitmap();
            for (List<Long> page = pages.next(); page != null; page = pages.next()) {
                page.forEach(found::addLong);
                progress.at(pages.seen());
            }
            return new Found(found, pages.seen());
        }
    }

    /**
     * Removes flows with all rows that belong to them, in one transaction. Their space is reused for later flows;
     * {@link #compact} returns it to the file system.
     *
     * @throws dev.steno.store.WorkStopped if the progress requires it; the session is unchanged
     */
    public void remove(Found found) throws IOException {
        session.enterWal();
        session.change(sqlite -> {
            progress.beginStep("removing", "flows", found.count());
            sqlite.execute("CREATE TEMP TABLE gone (id INTEGER PRIMARY KEY)");
            long removed = 0;
            LongIterator ids = found.flows().getLongIterator();
            while (ids.hasNext()) {
                sqlite.run("DELETE FROM temp.gone");
                for (int i = 0; i < PAGE && ids.hasNext(); i++, removed++) {
                    sqlite.run("INSERT INTO temp.gone (id) VALUES (?)", ids.next());
                }
                removePage(sqlite);
                progress.at(removed);
                progress.check();
            }
            sqlite.run("UPDATE counter SET value = (SELECT count(*) FROM flow) WHERE name = 'flows'");
            sqlite.execute("DROP TABLE temp.gone");
            return true;
        });
    }

    private static void removePage(SqliteConnection sqlite) throws SQLException {
        String gone = " IN (SELECT id FROM temp.gone)";
        ShipNotes.deleting(sqlite, "SELECT id FROM temp.gone");
        sqlite.run("DELETE FROM body_chunk WHERE body IN (SELECT id FROM body WHERE flow" + gone + ")");
        for (String each : List.of(
                "body WHERE flow",
                "message WHERE flow",
                "annotation WHERE flow",
                "revision WHERE flow",
                "text_again WHERE flow",
                "flow_pb WHERE id")) {
            sqlite.run("DELETE FROM " + each + gone);
        }
        sqlite.run("DELETE FROM flow WHERE id" + gone);
    }

    /**
     * The result of compacting.
     *
     * @param before size of the session before, in bytes
     * @param after size of the session now, in bytes
     * @param read whether the file shrinks only after a program that reads the session ends
     */
    public record Compacted(long before, long after, boolean read) {}

    /**
     * Rewrites the session without gaps (https://www.sqlite.org/lang_vacuum.html). Temporarily needs up to twice the
     * space of the result: once in the system's temporary folder, once in the session's write-ahead log.
     *
     * @throws dev.steno.store.WorkStopped if the progress requires it; the session is unchanged
     */
    public Compacted compact() throws IOException {
        long before = SqliteSessionReader.bytes(session.file());
        session.enterWal();
        return session.run(sqlite -> {
            progress.beginStep("compacting", "", 0);
            sqlite.execute("VACUUM");
            boolean read;
            try (ResultSet row = sqlite.of("PRAGMA wal_checkpoint(TRUNCATE)").executeQuery()) {
                read = row.next() && row.getInt(1) != 0;
            }
            return new Compacted(before, SqliteSessionReader.bytes(session.file()), read);
        });
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
