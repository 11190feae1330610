package dev.steno.fleet.upkeep;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the tables of a day, or only those of its bodies. The rows of marked flows move to the tables without a day, where
 * every reader finds them as before. The flows are looked for before anything is locked; then the tables are detached, the rows
 * moved and the tables dropped in one transaction, in which only marks that viewers have set meanwhile are looked for again.
 */
final class DayRemoval {
    /** The tables of a day that have flows, in the order in which makers of days take them. */
    private static final List<String> TABLES = List.of("flow", "message", "body_chunk", "revision");

    /** The tables of a day that have its index of texts. It covers no flow that stays, so that searches read those. */
    static final List<String> INDEX = List.of("text_chunk", "text_posting", "text_again");

    /** The high word of the advisory lock of a day, as in {@code steno.make_day}. */
    private static final int DAY_LOCK = 1398031695;

    private final Connection connection;
    private final StoredDay day;
    private final String suffix;

    DayRemoval(Connection connection, StoredDay day) {
        this.connection = connection;
        this.day = day;
        this.suffix = "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day.day());
    }

    /** The numbers of flows, of one recorder after the other. */
    private record Flows(List<Integer> recorders, List<Long> numbers) {
        static Flows none() {
            return new Flows(new ArrayList<>(), new ArrayList<>());
        }

        void addFrom(ResultSet rows) throws SQLException {
            while (rows.next()) {
                recorders.add(rows.getInt(1));
                numbers.add(rows.getLong(2));
            }
        }
    }

    /**
     * Removes the day.
     *
     * @return the number of marked flows that stay
     * @throws SQLException if it cannot be done now; nothing has changed then
     */
    int removeAll() throws SQLException {
        Flows marked = marked();
        return inTransaction(() -> {
            detach(TABLES);
            detach(INDEX);
            addNoted(marked);
            int kept = moveAll(marked);
            drop(TABLES);
            drop(INDEX);
            // The change feed is by the day of the batch. Its table goes with the day that made both.
            execute("DROP TABLE IF EXISTS steno.batch" + suffix);
            forgetNotes(marked);
            raise("kept_from");
            raise("bodies_from");
            return kept;
        });
    }

    /**
     * Removes the bodies that are stored beside the flows.
     *
     * @return the number of marked flows, whose bodies stay
     * @throws SQLException if it cannot be done now; nothing has changed then
     */
    int removeBodies() throws SQLException {
        Flows marked = marked();
        return inTransaction(() -> {
            detach(List.of("body_chunk"));
            addNoted(marked);
            move("body_chunk", marked);
            execute("DROP TABLE steno.body_chunk" + suffix);
            raise("bodies_from");
            return marked.numbers().size();
        });
    }

    /** Work in a transaction. */
    private interface Removal {
        int run() throws SQLException;
    }

    private int inTransaction(Removal removal) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // Readers and shippers wait behind this one, so it must not wait long for them.
            execute(
                    "SELECT set_config('lock_timeout', '3s', true), set_config('idle_in_transaction_session_timeout', '10s', true)");
            execute("SELECT pg_advisory_xact_lock(" + DAY_LOCK + ", "
                    + day.day().toEpochDay() + ")");
            int kept = removal.run();
            connection.commit();
            return kept;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The flows of the day that a recorder or a viewer has marked. */
    private Flows marked() throws SQLException {
        Flows found = Flows.none();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT recorder, flow FROM steno.flow" + suffix + " WHERE mark IS NOT NULL")) {
            found.addFrom(rows);
        }
        return found;
    }

    private void addNoted(Flows marked) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT DISTINCT recorder, flow FROM steno.note"
                + " WHERE mark IS NOT NULL AND started >= ? AND started < ?"
                + " AND (recorder, flow) NOT IN (SELECT * FROM unnest(?::int[], ?::bigint[]))")) {
            query.setLong(1, day.from());
            query.setLong(2, day.end());
            bind(query, 3, marked);
            try (ResultSet rows = query.executeQuery()) {
                marked.addFrom(rows);
            }
        }
    }

    private void detach(List<String> tables) throws SQLException {
        for (String table : tables) {
            execute("ALTER TABLE steno." + table + " DETACH PARTITION steno." + table + suffix);
        }
    }

    private void drop(List<String> tables) throws SQLException {
        for (String table : tables) {
            execute("DROP TABLE steno." + table + suffix);
        }
    }

    /** Moves all of the marked flows; returns how many there were. */
    private int moveAll(Flows marked) throws SQLException {
        int kept = 0;
        for (String table : TABLES) {
            int moved = move(table, marked);
            kept = table.equals("flow") ? moved : kept;
        }
        return kept;
    }

    /** A row that is inserted into the whole table goes where there is no day, since the day is detached. */
    private int move(String table, Flows marked) throws SQLException {
        if (marked.numbers().isEmpty()) {
            return 0;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO steno." + table + " SELECT day.* FROM steno."
                        + table + suffix + " day JOIN unnest(?::int[], ?::bigint[]) AS marked (recorder, flow)"
                        + " ON day.recorder = marked.recorder AND day.flow = marked.flow ON CONFLICT DO NOTHING")) {
            bind(insert, 1, marked);
            return insert.executeUpdate();
        }
    }

    private void forgetNotes(Flows marked) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM steno.note WHERE started >= ? AND started < ?"
                        + " AND (recorder, flow) NOT IN (SELECT * FROM unnest(?::int[], ?::bigint[]))")) {
            delete.setLong(1, day.from());
            delete.setLong(2, day.end());
            bind(delete, 3, marked);
            delete.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, int from, Flows flows) throws SQLException {
        Array recorders = connection.createArrayOf("int4", flows.recorders().toArray());
        Array numbers = connection.createArrayOf("int8", flows.numbers().toArray());
        statement.setArray(from, recorders);
        statement.setArray(from + 1, numbers);
    }

    /** Notes the time before which something is no longer kept, unless a later one is noted. */
    private void raise(String name) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "INSERT INTO steno.meta (name, value) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET value = greatest(meta.value::bigint, excluded.value::bigint)::text")) {
            update.setString(1, name);
            update.setString(2, String.valueOf(day.end()));
            update.executeUpdate();
        }
    }
}
