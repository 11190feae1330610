package dev.steno.fleet.read;

import dev.steno.flow.FlowNumber;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What recorders shipped since it was last asked. Each recorder numbers its batches without gaps, so a reader misses none:
 * not one that was committed late, since only the numbers count, and not one that a failover took back, since a recorder whose
 * last number is lower than before is followed from there, and the batches of the last minute are read again from a server to
 * which the connection is new. For the thread that has the connection.
 */
final class BatchLog {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLog.class);

    /** Upper bound on the batches of one read; each has at most some hundred flows. */
    private static final int BATCHES = 32;

    /**
     * A transaction that began this long ago has been committed or has failed: recorders whose row is older are asked for
     * only every {@link #ALL_ROUNDS} reads.
     */
    private static final String LATE = "interval '2 minutes'";

    private static final int ALL_ROUNDS = 100;

    /** Batches that a server may have shown before it lost them to a failover. */
    private static final String UNSURE = "interval '1 minute'";

    private final ReadConnection store;

    /** The last batch that was read of each recorder. */
    private final Map<Integer, Long> read = new HashMap<>();

    private int connection = -1;
    private int round;
    private @Nullable Timestamp newest;

    BatchLog(ReadConnection store) {
        this.store = store;
    }

    /**
     * Changes of flows.
     *
     * @param changed the keys of flows that are new, or have a new revision
     * @param gone the numbers of flows that were removed
     * @param reached the last batch of each recorder that is contained
     * @param more whether there are more changes already
     */
    record Changes(List<TimeKey> changed, List<Long> gone, Map<Integer, Long> reached, boolean more) {
        private static final Changes NONE = new Changes(List.of(), List.of(), Map.of(), false);
    }

    /** Moves on: changes that are not reported are told again. */
    void reported(Changes changes) {
        read.putAll(changes.reached());
    }

    /** Skips what was shipped until now. */
    void skip() throws SQLException {
        connection = store.opened();
        read.putAll(progress(true));
    }

    /** Reads the next changes; none if there are none yet. {@link #reported} moves on behind them. */
    Changes next() throws SQLException {
        boolean anew = connection != store.opened();
        Map<Integer, Long> progress = progress(anew || round % ALL_ROUNDS == 0);
        round++;
        if (anew) {
            stepBack();
            connection = store.opened();
        }
        Map<Integer, Long> from = new TreeMap<>();
        progress.forEach((recorder, batch) -> {
            // a server that has fewer batches lags behind, or others were lost with the server that showed them
            long last = Math.min(read.getOrDefault(recorder, 0L), batch);
            read.computeIfPresent(recorder, (same, before) -> last);
            if (batch > last) {
                from.put(recorder, last);
            }
        });
        return from.isEmpty() ? Changes.NONE : batches(from, progress);
    }

    /** Returns the last batch of recorders. */
    private Map<Integer, Long> progress(boolean all) throws SQLException {
        Timestamp since = newest;
        boolean some = !all && since != null;
        PreparedStatement query = store.of("SELECT recorder, batch, at FROM steno.progress"
                + (some ? " WHERE at > ?::timestamptz - " + LATE : ""));
        if (some) {
            query.setTimestamp(1, since);
        }
        Map<Integer, Long> found = new HashMap<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.put(row.getInt(1), row.getLong(2));
                Timestamp at = row.getTimestamp(3);
                if (newest == null || at.after(newest)) {
                    newest = at;
                }
            }
        }
        return found;
    }

    private void stepBack() throws SQLException {
        try (ResultSet row = store.of("SELECT recorder, min(batch) - 1 FROM steno.batch WHERE at > now() - " + UNSURE
                        + " GROUP BY recorder")
                .executeQuery()) {
            while (row.next()) {
                long before = row.getLong(2);
                read.computeIfPresent(row.getInt(1), (recorder, last) -> Math.min(last, before));
            }
        }
    }

    /** Reads recorder by recorder: on a cluster, the node of each is asked, and on a server each is one search of an index. */
    private Changes batches(Map<Integer, Long> from, Map<Integer, Long> to) throws SQLException {
        PreparedStatement query = store.of("SELECT batch, flows, started, gone FROM steno.batch"
                + " WHERE recorder = ? AND batch > ? ORDER BY batch LIMIT ?");
        Map<Long, TimeKey> changed = new LinkedHashMap<>();
        List<Long> gone = new ArrayList<>();
        Map<Integer, Long> reached = new HashMap<>(from);
        int left = BATCHES;
        for (Map.Entry<Integer, Long> each : from.entrySet()) {
            if (left == 0) {
                break;
            }
            int recorder = each.getKey();
            query.setInt(1, recorder);
            query.setLong(2, each.getValue());
            query.setInt(3, left);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    left--;
                    long batch = row.getLong(1);
                    told(recorder, reached.getOrDefault(recorder, 0L), batch);
                    reached.put(recorder, batch);
                    long[] flows = longs(row.getArray(2));
                    long[] started = longs(row.getArray(3));
                    for (int i = 0; i < flows.length; i++) {
                        TimeKey key = new TimeKey(started[i], recorder, flows[i]);
                        changed.put(key.id(), key);
                    }
                    for (long flow : longs(row.getArray(4))) {
                        gone.add(FlowNumber.of(recorder, flow));
                        changed.remove(FlowNumber.of(recorder, flow));
                    }
                }
            }
            if (left > 0) { // batches that the store no longer has are not waited for
                long last = to.getOrDefault(recorder, 0L);
                told(recorder, reached.getOrDefault(recorder, 0L), last + 1);
                reached.merge(recorder, last, Math::max);
            }
        }
        return new Changes(List.copyOf(changed.values()), gone, reached, left == 0);
    }

    private static void told(int recorder, long last, long next) {
        if (next > last + 1) {
            LOG.warn(
                    "the batches {} to {} of recorder {} are no longer in the shared store; what they changed is not shown until it is read anew",
                    last + 1,
                    next - 1,
                    recorder);
        }
    }

    private static long[] longs(Array array) throws SQLException {
        Long[] values = (Long[]) array.getArray();
        long[] numbers = new long[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i];
        }
        return numbers;
    }
}
