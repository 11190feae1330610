package dev.steno.fleet.nodes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A recorder that sends rows with the numbers 1 to n, in batches and without a gap, by the protocol of the shipper: a batch is
 * fenced by the recorder's row of {@code progress}, and one of which no answer came is asked for before it is sent again. The table has
 * no key, so that a row that is stored twice shows. On a thread of its own.
 */
final class NumberedRows implements Runnable {
    static final int BATCH = 50;

    static final String TABLES = """
            CREATE TABLE numbered (recorder int, number bigint, data bytea);
            CREATE TABLE progress (recorder int PRIMARY KEY, batch bigint);
            """;

    private final ThreeNodes nodes;
    private final int recorder;
    private volatile boolean ending;
    private volatile long acknowledged;
    private volatile long longestGap;
    private volatile long unheard;
    private volatile @Nullable SQLException last;

    NumberedRows(ThreeNodes nodes, int recorder) {
        this.nodes = nodes;
        this.recorder = recorder;
    }

    int recorder() {
        return recorder;
    }

    /** The highest number of which the store has said that it is committed. */
    long acknowledged() {
        return acknowledged;
    }

    /** The longest time between two acknowledged batches, in nanoseconds. */
    long longestGap() {
        return longestGap;
    }

    /** The batches that were committed although the answer did not arrive. */
    long unheard() {
        return unheard;
    }

    /** The last failure, for the message of a test that failed. */
    @Nullable
    SQLException last() {
        return last;
    }

    /** No further batch begins; the thread ends once the last one is acknowledged. */
    void end() {
        ending = true;
    }

    @Override
    public void run() {
        long heard = System.nanoTime();
        boolean sent = false; // whether the batch may be committed already
        while (true) {
            try (Connection connection = nodes.connect()) {
                connection.setAutoCommit(false);
                begin(connection);
                while (true) {
                    long batch = acknowledged / BATCH + 1;
                    if (sent && progress(connection) == batch) {
                        unheard++;
                    } else if (ending && !sent) {
                        return;
                    } else {
                        sent = true;
                        send(connection, batch);
                    }
                    sent = false;
                    long now = System.nanoTime();
                    longestGap = Math.max(longestGap, now - heard);
                    heard = now;
                    acknowledged = batch * BATCH;
                }
            } catch (SQLException e) {
                last = e;
                try {
                    TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    /** A transaction whose client is gone must not keep the recorder's row. */
    private void begin(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SET idle_in_transaction_session_timeout = '5s'; SET lock_timeout = '5s'")) {
            statement.execute();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO progress VALUES (?, 0) ON CONFLICT DO NOTHING")) {
            statement.setInt(1, recorder);
            statement.execute();
        }
        connection.commit();
    }

    private long progress(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT batch FROM progress WHERE recorder = ? FOR UPDATE")) {
            statement.setInt(1, recorder);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            } finally {
                connection.commit();
            }
        }
    }

    private void send(Connection connection, long batch) throws SQLException {
        try (PreparedStatement fence =
                connection.prepareStatement("UPDATE progress SET batch = ? WHERE recorder = ? AND batch = ? - 1")) {
            fence.setLong(1, batch);
            fence.setInt(2, recorder);
            fence.setLong(3, batch);
            if (fence.executeUpdate() != 1) {
                throw new IllegalStateException("batch " + batch + " of recorder " + recorder + " is not the next one");
            }
        }
        try (PreparedStatement rows = connection.prepareStatement(
                "INSERT INTO numbered SELECT ?, n, ? FROM generate_series(?::bigint, ?::bigint) AS n")) {
            rows.setInt(1, recorder);
            rows.setBytes(2, new byte[1_000]);
            rows.setLong(3, (batch - 1) * BATCH + 1);
            rows.setLong(4, batch * BATCH);
            rows.executeUpdate();
        }
        connection.commit();
    }
}
