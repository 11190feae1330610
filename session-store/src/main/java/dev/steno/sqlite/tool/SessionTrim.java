package dev.steno.sqlite.tool;

import dev.steno.filter.Filter;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.query.FlowPages;
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
 * Removes flows from a session that nobody records, and gives the space of what was removed back. Holds the session from the
 * first look to the end. Blocks; for one thread.
 */
public final class SessionTrim implements AutoCloseable {
    private static final int PAGE = 500;

    private final OfflineSession session;
    private final Progress progress;

    private SessionTrim(OfflineSession session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /** @throws SessionException when the session may not be written, or a process records to it */
    public static SessionTrim open(Path given, Progress progress) throws IOException {
        return new SessionTrim(OfflineSession.open(given, progress), progress);
    }

    /**
     * Flows that were found.
     *
     * @param flows their numbers
     * @param of how many flows there are in all
     */
    public record Found(Roaring64Bitmap flows, long of) {

        /** How many were found. */
        public long count() {
            return flows.getLongCardinality();
        }
    }

    /** The flows that match. */
    public Found find(Filter filter) throws IOException {
        try (SqliteSessionReader reader = SqliteSessionReader.open(session.file())) {
            FlowPages pages = new FlowPages(reader, filter, reader.lastFlow(), progress);
            progress.begin("looking", "flows", pages.total());
            Roaring64Bitmap found = new Roaring64Bitmap();
            for (List<Long> page = pages.next(); page != null; page = pages.next()) {
                page.forEach(found::addLong);
                progress.at(pages.seen());
            }
            return new Found(found, pages.seen());
        }
    }

    /**
     * Removes flows with all that belongs to them, in one transaction. The space is used again by what is recorded later;
     * {@link #compact} makes the file smaller.
     *
     * @throws dev.steno.store.WorkStopped when the progress says so; the session is as it was
     */
    public void remove(Found found) throws IOException {
        session.change(sqlite -> {
            progress.begin("removing", "flows", found.count());
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
        sqlite.run("DELETE FROM body_chunk WHERE body IN (SELECT id FROM body WHERE flow" + gone + ")");
        for (String each : List.of(
                "body WHERE flow",
                "message WHERE flow",
                "annotation WHERE flow",
                "text_again WHERE flow",
                "flow_pb WHERE id")) {
            sqlite.run("DELETE FROM " + each + gone);
        }
        sqlite.run("DELETE FROM flow WHERE id" + gone);
    }

    /**
     * What became smaller.
     *
     * @param before bytes of the file before
     * @param after bytes of the file now
     * @param read whether a program that reads the session keeps the file from becoming smaller until it ends
     */
    public record Compacted(long before, long after, boolean read) {}

    /**
     * Writes the session anew without gaps (https://www.sqlite.org/lang_vacuum.html). Takes up to twice the space of what is
     * kept meanwhile: once in the system's temporary folder, once in the write-ahead log of the session.
     *
     * @throws dev.steno.store.WorkStopped when the progress says so; the session is as it was
     */
    public Compacted compact() throws IOException {
        long before = SqliteSessionReader.bytes(session.file());
        return session.run(sqlite -> {
            progress.begin("compacting", "", 0);
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
