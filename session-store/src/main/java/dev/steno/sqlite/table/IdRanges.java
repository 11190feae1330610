package dev.steno.sqlite.table;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.SessionReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Finds the numbers in use by flows, one span of numbers at a time. Stateless. */
public final class IdRanges {
    /** Numbers per span. A span with gaps is listed. */
    private static final int SPAN = 1 << 14;

    private IdRanges() {}

    /**
     * Passes on the ranges of the next span with flows after a number. Returns the end of the span; {@code after} if
     * there are no more flows.
     */
    public static long next(SqliteConnection sqlite, long after, SessionReader.RangeSink to) throws SQLException {
        PreparedStatement begin = sqlite.of("SELECT min(id) FROM flow WHERE id > ?");
        begin.setLong(1, after);
        long first;
        try (ResultSet row = begin.executeQuery()) {
            first = row.next() ? row.getLong(1) : 0;
            if (row.wasNull()) {
                return after;
            }
        }
        long last = first > Long.MAX_VALUE - SPAN ? Long.MAX_VALUE : first + SPAN - 1;
        long there = sqlite.number("SELECT count(*) FROM flow WHERE id BETWEEN ? AND ?", first, last);
        if (there == last - first + 1) {
            to.addRange(first, last);
        } else {
            list(sqlite, first, last, to);
        }
        return last;
    }

    private static void list(SqliteConnection sqlite, long first, long last, SessionReader.RangeSink to)
            throws SQLException {
        PreparedStatement query = sqlite.of("SELECT id FROM flow WHERE id BETWEEN ? AND ? ORDER BY id");
        query.setLong(1, first);
        query.setLong(2, last);
        try (ResultSet row = query.executeQuery()) {
            long begin = first;
            long end = first - 1;
            while (row.next()) {
                long id = row.getLong(1);
                if (id != end + 1) {
                    if (end >= begin) {
                        to.addRange(begin, end);
                    }
                    begin = id;
                }
                end = id;
            }
            if (end >= begin) {
                to.addRange(begin, end);
            }
        }
    }
}
