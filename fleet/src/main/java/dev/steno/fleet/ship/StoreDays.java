package dev.steno.fleet.ship;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The days that have tables in a store. Makes those of the flows that are sent, and of the next two days; a flow whose time
 * is not credible goes where all without a day go. For the shipper's thread.
 */
final class StoreDays {
    /** Nanoseconds of a day. */
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private static final int AHEAD = 2;

    /** How old a flow may be to get tables of its day: years of a wrong clock must not become thousands of tables. */
    private static final int BEHIND = 400;

    private final Set<Long> made = new HashSet<>();

    /** Reads which days there are. */
    void read(Connection connection) throws SQLException {
        made.clear();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT substr(tablename, 7) FROM pg_catalog.pg_tables"
                        + " WHERE schemaname = 'steno' AND tablename ~ '^batch_[0-9]{8}$'")) {
            while (rows.next()) {
                made.add(LocalDate.parse(rows.getString(1), DateTimeFormatter.BASIC_ISO_DATE)
                        .toEpochDay());
            }
        }
    }

    /** Returns the days without tables: of flows whose time is credible, today and those ahead. */
    List<Long> missing(LongStream started, long now) {
        long today = Math.floorDiv(now, DAY);
        LongStream days = started.map(time -> Math.floorDiv(time, DAY))
                .filter(day -> day <= today + AHEAD && day >= today - BEHIND);
        return LongStream.concat(days, LongStream.rangeClosed(today, today + AHEAD))
                .distinct()
                .filter(day -> !made.contains(day))
                .sorted()
                .boxed()
                .toList();
    }

    /** Makes the tables of a day. */
    void make(Connection connection, long day) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement("SELECT steno.make_day(?::date)")) {
            make.setString(1, LocalDate.ofEpochDay(day).toString());
            make.executeQuery().close();
        }
        made.add(day);
    }
}
