package dev.steno.sqlite.table;

import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.SessionReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads which flow numbers there are, a span of them at a time. */
public final class IdRanges {
    /** Numbers in a span. Where one is missing, the span is listed. */
    private static final int SPAN = 1 << 14;

    private IdRanges() {}

    /** Hands on the next span behind a number; says up to which number it went, the same where there are no more. */
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
            to.add(first, last);
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
                        to.add(begin, end);
                    }
                    begin = id;
                }
                end = id;
            }
            if (end >= begin) {
                to.add(begin, end);
            }
        }
    }
}
