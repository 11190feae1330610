package dev.steno.sqlite.table;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.sqlite.file.SqliteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The running numbers of a session, saved with each commit. They are the highest flow, body and connection numbers ever
 * assigned, so that a number is not reused after its flow was deleted, and the number of flows, which would otherwise
 * need a scan of all rows. For the writer thread.
 */
public final class Counters {
    private static final String[] NAMES = {"flow", "body", "connection", "flows"};
    private static final int FLOW = 0;
    private static final int BODY = 1;
    private static final int CONNECTION = 2;
    private static final int FLOWS = 3;

    private static final List<String> FLOWS_SEEN = List.of(
            "SELECT max(id) FROM flow",
            "SELECT max(id) FROM flow_pb",
            "SELECT max(flow) FROM message",
            "SELECT max(flow) FROM annotation",
            "SELECT max(flow) FROM revision",
            "SELECT max(flow) FROM body",
            "SELECT max(flow) FROM text_again",
            "SELECT max(last) FROM text_chunk");
    private static final List<String> BODIES_SEEN =
            List.of("SELECT max(id) FROM body", "SELECT max(body) FROM body_chunk");

    private final long[] saved = new long[NAMES.length];
    private final long[] now = new long[NAMES.length];
    private final long flowAtOpen;
    private final Roaring64Bitmap written = new Roaring64Bitmap();
    private final List<Long> uncommitted = new ArrayList<>();

    public Counters(SqliteConnection sqlite) throws SQLException {
        for (int i = 0; i < NAMES.length; i++) {
            saved[i] = sqlite.number("SELECT value FROM counter WHERE name = '" + NAMES[i] + "'");
            now[i] = saved[i];
        }
        // A crash or another program may have left rows above the counters; their numbers must not be assigned again.
        now[FLOW] = Math.max(now[FLOW], highest(sqlite, FLOWS_SEEN));
        now[BODY] = Math.max(now[BODY], highest(sqlite, BODIES_SEEN));
        now[CONNECTION] = Math.max(now[CONNECTION], new ConnectionNumbers(sqlite).highest(now[CONNECTION]));
        flowAtOpen = now[FLOW];
    }

    private static long highest(SqliteConnection sqlite, List<String> queries) throws SQLException {
        long highest = 0;
        for (String query : queries) {
            highest = Math.max(highest, sqlite.number(query));
        }
        return highest;
    }

    /** Returns the highest of the running numbers. */
    public long highest() {
        return Math.max(now[FLOW], Math.max(now[BODY], now[CONNECTION]));
    }

    public long lastFlow() {
        return now[FLOW];
    }

    public long lastBody() {
        return now[BODY];
    }

    public long lastConnection() {
        return now[CONNECTION];
    }

    public long flows() {
        return now[FLOWS];
    }

    /** Counts a written revision. */
    public void wrote(Flow flow) {
        long id = flow.id();
        raise(FLOW, id);
        for (Flow at = flow; at != null; at = at instanceof HttpFlow http ? http.original() : null) {
            connection(at.client());
            connection(at.server());
            if (at instanceof HttpFlow http) {
                bodies(http);
            }
        }
        if (id > flowAtOpen && !written.contains(id)) {
            uncommitted.add(id);
            now[FLOWS]++;
        }
    }

    private void bodies(HttpFlow flow) {
        named(flow.request().body());
        HttpResponse response = flow.response();
        if (response != null) {
            named(response.body());
        }
    }

    /** Counts the body itself: its first chunk may arrive with a later commit than the revision. */
    private void named(Body body) {
        if (body instanceof Body.Stored stored) {
            raise(BODY, stored.id());
        }
    }

    public void wroteBody(long body) {
        raise(BODY, body);
    }

    /** Counts a removed flow. */
    public void deleted() {
        now[FLOWS]--;
    }

    private void connection(@Nullable Peer peer) {
        for (Peer at = peer; at != null; at = at.via()) {
            raise(CONNECTION, at.connection());
        }
    }

    private void raise(int counter, long value) {
        now[counter] = Math.max(now[counter], value);
    }

    /** Writes the changed counters within the open transaction. */
    public void save(SqliteConnection sqlite) throws SQLException {
        for (int i = 0; i < NAMES.length; i++) {
            if (now[i] != saved[i]) {
                sqlite.run(
                        "INSERT INTO counter (name, value) VALUES ('" + NAMES[i] + "', ?)"
                                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        now[i]);
            }
        }
    }

    public void committed() {
        System.arraycopy(now, 0, saved, 0, now.length);
        uncommitted.forEach(written::addLong);
        uncommitted.clear();
    }

    public void rolledBack() {
        System.arraycopy(saved, 0, now, 0, now.length);
        uncommitted.clear();
    }
}
