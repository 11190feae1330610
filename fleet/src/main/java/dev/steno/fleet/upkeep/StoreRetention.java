package dev.steno.fleet.upkeep;

import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.server.StoreDistribution;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.server.TableSizes;
import dev.steno.session.KeepLimits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes what a shared store no longer keeps, by whole days. Its role must own the tables. For one thread; each call blocks.
 */
public final class StoreRetention implements AutoCloseable {
    /** Reading through a day for its marked flows takes its time. */
    private static final int SILENCE_SECONDS = 3_600;

    /** How often a day is tried if others use its tables. */
    private static final int TRIES = 10;

    /** The names of the tables of a day, but for those of the change feed. */
    private static final String OF_DAY = "^(flow|message|body_chunk|revision|text_[a-z]+)_[0-9]{8}$";

    private final ServerUrl url;
    private final Connection connection;
    private final String sizes;

    private StoreRetention(ServerUrl url, Connection connection) throws StoreFailure {
        this.url = url;
        this.connection = connection;
        try {
            this.sizes = TableSizes.query(StoreDistribution.isCluster(connection));
        } catch (SQLException e) {
            ExistingStore.close(connection);
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Connects.
     *
     * @throws StoreFailure if the store cannot be reached, or is none
     */
    public static StoreRetention open(ServerUrl url) throws StoreFailure {
        return new StoreRetention(url, ExistingStore.connect(url, SILENCE_SECONDS));
    }

    /** Is told what was removed. */
    public interface Listener {
        /**
         * A day was removed.
         *
         * @param marked the number of its flows that stay
         */
        void removed(StoredDay day, int marked);

        /** The bodies of a day were removed, except for those of its marked flows. */
        void bodiesRemoved(StoredDay day, int marked);
    }

    /** Returns the days that have tables, in order. */
    public List<StoredDay> days() throws StoreFailure {
        String sql =
                "SELECT right(name, 8), sum(bytes), sum(bytes) FILTER (WHERE name LIKE 'body!_chunk!_%' ESCAPE '!') FROM "
                        + sizes + " AS t WHERE name ~ '" + OF_DAY
                        + "' GROUP BY 1 HAVING bool_or(name LIKE 'flow!_%' ESCAPE '!') ORDER BY 1";
        List<StoredDay> days = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                LocalDate day = LocalDate.parse(rows.getString(1), DateTimeFormatter.BASIC_ISO_DATE);
                days.add(new StoredDay(day, rows.getLong(2), rows.getLong(3)));
            }
            return days;
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** Returns the bytes of the tables that belong to no day, such as those of marked flows of removed days. */
    private long others() throws StoreFailure {
        String sql = "SELECT coalesce(sum(bytes), 0)::bigint FROM " + sizes + " AS t WHERE name !~ '" + OF_DAY + "'";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** Returns what has to be removed to meet limits; nothing changes. */
    public RetentionPlan plan(KeepLimits limits, Instant now) throws StoreFailure {
        return RetentionPlan.of(days(), others(), limits, now);
    }

    /**
     * Removes what a plan says, and the change feed of the days before yesterday, which nobody reads any more, with what is left of
     * recorders that were removed.
     *
     * @throws StoreFailure if it cannot be done; the days that the listener was told of are removed, the others are whole
     */
    public void apply(RetentionPlan plan, Listener listener) throws StoreFailure {
        for (StoredDay day : plan.removed()) {
            listener.removed(day, persistently(() -> new DayRemoval(connection, day).removeAll()));
        }
        for (StoredDay day : plan.withoutBodies()) {
            listener.bodiesRemoved(day, persistently(() -> new DayRemoval(connection, day).removeBodies()));
        }
        removeUnmarked();
        truncateFeed();
        try {
            RecorderRemoval.forgetOld(connection);
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /**
     * Removes flows of removed days that are no longer marked, and what came too late for its day. Flows of clocks that were
     * never set stay: how old they are is not known.
     */
    private void removeUnmarked() throws StoreFailure {
        String past = " started >= " + SharedSchema.CREDIBLE
                + " AND started < (SELECT value::bigint FROM steno.meta WHERE name = 'kept_from')";
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM steno.flow_other f WHERE mark IS NULL AND" + past
                    + " AND NOT EXISTS (SELECT FROM steno.note n WHERE n.recorder = f.recorder AND n.flow = f.flow"
                    + " AND n.started = f.started AND n.mark IS NOT NULL)");
            for (String table : List.of("message", "body_chunk", "revision")) {
                statement.execute("DELETE FROM steno." + table + "_other o WHERE" + past
                        + " AND NOT EXISTS (SELECT FROM steno.flow_other f WHERE f.recorder = o.recorder"
                        + " AND f.flow = o.flow AND f.started = o.started)");
            }
            for (String table : DayRemoval.INDEX) {
                statement.execute("DELETE FROM steno." + table + "_other WHERE" + past);
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    /** One step of a removal. */
    private interface Step {
        int run() throws SQLException;
    }

    /** Tries again while readers or shippers hold the tables, who go on in between. */
    private int persistently(Step step) throws StoreFailure {
        for (int i = 1; ; i++) {
            try {
                return step.run();
            } catch (SQLException e) {
                // lock_not_available, deadlock_detected
                if (i == TRIES || !"55P03".equals(e.getSQLState()) && !"40P01".equals(e.getSQLState())) {
                    throw StoreFailure.of(url, e);
                }
            }
        }
    }

    /** Emptied and not dropped: the table also says that its day has tables. */
    private void truncateFeed() throws StoreFailure {
        String sql = """
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'steno' AND c.relkind = 'r' AND c.relname ~ '^batch_[0-9]{8}$'
                AND to_date(right(c.relname, 8), 'YYYYMMDD') < (now() AT TIME ZONE 'UTC')::date - 1
                """;
        try (Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                boolean filled;
                try (ResultSet row = statement.executeQuery("SELECT FROM steno." + table + " LIMIT 1")) {
                    filled = row.next();
                }
                if (filled) { // TRUNCATE of an empty table would lock it for nothing
                    statement.execute("TRUNCATE steno." + table);
                }
            }
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }

    @Override
    public void close() {
        ExistingStore.close(connection);
    }
}
