package dev.steno.fleet.read;

import dev.steno.flow.Times;
import dev.steno.store.Place;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of flows in the order of time, each found by the key of the last flow before it. Reads day by day, and more days at
 * once where few flows are found. Stateless; for the thread that has the connection.
 */
final class TimePages {
    /** Upper bound on the days of one query; more would open too many tables. */
    private static final int DAYS = 64;

    private TimePages() {}

    /** Reads a value from a row that begins with {@link TimeKey#COLUMNS}. */
    interface Columns<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Returns the condition on the key, and on the span, of a query in a direction. */
    static String behind(boolean reverse) {
        return " WHERE (" + TimeKey.COLUMNS + ") " + (reverse ? "<" : ">") + " (?, ?, ?) AND started BETWEEN ? AND ?";
    }

    /** Returns the order of a query in a direction, with its limit. */
    static String ordered(boolean reverse) {
        String down = reverse ? " DESC" : "";
        return " ORDER BY started" + down + ", recorder" + down + ", flow" + down + " LIMIT ?";
    }

    /** @param more columns to read behind the key, each with a comma before it */
    static <T> List<T> read(
            ReadConnection store, String more, Place after, int limit, boolean reverse, Columns<T> columns)
            throws SQLException {
        List<T> found = new ArrayList<>();
        TimeKey at = TimeKey.after(after, reverse);
        int days = 1;
        boolean known = !after.isStart();
        while (found.size() < limit) {
            TimeSpan span;
            if (isNewest(at, reverse)) {
                span = TimeSpan.recent();
            } else {
                Long begin = known ? Long.valueOf(at.started()) : nearest(store, at, reverse);
                if (begin == null) {
                    break;
                }
                known = false;
                span = TimeSpan.from(begin, reverse, Long.MAX_VALUE, days);
            }
            PreparedStatement query = store.of(
                    "SELECT " + TimeKey.COLUMNS + more + " FROM steno.flow" + behind(reverse) + ordered(reverse));
            int next = bind(query, at, span);
            query.setInt(next, limit - found.size());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(columns.read(row));
                }
            }
            at = span.end(reverse);
            days = Math.min(DAYS, 2 * days);
        }
        return found;
    }

    /** Binds the parameters of {@link #behind}; returns the index of the next. */
    static int bind(PreparedStatement query, TimeKey at, TimeSpan span) throws SQLException {
        int next = at.bind(query, 1);
        query.setLong(next, span.first());
        query.setLong(next + 1, span.last());
        return next + 2;
    }

    /** Returns whether reading begins with the newest flow, wherever that is. */
    static boolean isNewest(TimeKey at, boolean reverse) {
        return reverse && at.started() == Long.MAX_VALUE;
    }

    /** Returns when the next flow in a direction began; null if there is none. */
    static @Nullable Long nearest(ReadConnection store, TimeKey at, boolean reverse) throws SQLException {
        if (!reverse) {
            return nearest(store, at, false, new TimeSpan(at.started(), Long.MAX_VALUE));
        }
        if (at.started()
                == Long.MAX_VALUE) { // most often the newest is of today, and a new connection opens fewer tables
            Long today =
                    nearest(store, at, true, new TimeSpan(Times.now() / TimeSpan.DAY * TimeSpan.DAY, at.started()));
            if (today != null) {
                return today;
            }
        }
        return nearest(store, at, true, new TimeSpan(Long.MIN_VALUE, at.started()));
    }

    private static @Nullable Long nearest(ReadConnection store, TimeKey at, boolean reverse, TimeSpan within)
            throws SQLException {
        PreparedStatement query = store.planned("SELECT started FROM steno.flow" + behind(reverse) + ordered(reverse));
        query.setInt(bind(query, at, within), 1);
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Long.valueOf(row.getLong(1)) : null;
        }
    }
}
