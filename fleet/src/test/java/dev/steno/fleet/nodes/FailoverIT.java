package dev.steno.fleet.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.fleet.testing.StoreContents;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.testing.InFull;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes lose their primary under load. What the store has acknowledged is found, without a gap, and none of it twice.
 * Prints how long there was no store.
 */
@Timeout(value = 540, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@InFull("LostConnectionTest cuts connections after any byte; SharedFeedTest takes back the last batch of a recorder")
class FailoverIT {
    private static final int RECORDERS = 4;

    /** The batches that each recorder sends before something is killed, and after it. */
    private static final int SENT = 20;

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsFoundOnceAfterAKillOfThePrimary() throws Exception {
        try (ThreeNodes nodes = ThreeNodes.start()) {
            try (Connection connection = nodes.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(NumberedRows.TABLES);
            }

            // its Patroni lives, and starts it again
            Load killed = new Load(nodes, 1);
            ClusterNode first = nodes.primary().orElseThrow();
            killed.awaitMore();
            first.killPostgres();
            killed.awaitMore();
            killed.end("kill -9 of the primary's PostgreSQL");

            // nothing of the node lives: another one is elected
            nodes.await("a standby that the primary waits for", nodes::isReady);
            shipThrough(nodes);
            killed.assertFound();
        }
    }

    /** The node of the primary is killed while rows are sent, sessions are recorded and shipped, and a reader follows them. */
    private void shipThrough(ThreeNodes nodes) throws Exception {
        try (ShippedSession one = new ShippedSession(folder.resolve("one.steno"), nodes.url());
                ShippedSession other = new ShippedSession(folder.resolve("other.steno"), nodes.url())) {
            List<ShippedSession> sessions = List.of(one, other);
            nodes.await("a recorder", () -> sessions.stream().allMatch(session -> session.recorder() > 0));
            FollowedFlows followed = new FollowedFlows(nodes.url());
            Load failover = new Load(nodes, 1 + RECORDERS);
            ClusterNode lost = nodes.primary().orElseThrow();
            failover.awaitMore();
            lost.kill();
            long killed = System.nanoTime();
            nodes.await(
                    "another primary",
                    () -> nodes.primary()
                            .filter(node -> !node.name().equals(lost.name()))
                            .isPresent());
            double elected = seconds(System.nanoTime() - killed);
            nodes.await("a standby that the new primary waits for", nodes::isReady);
            System.out.printf(
                    "another node is the primary %.1f s after the kill, and has a standby that commits wait for after %.1f s%n",
                    elected, seconds(System.nanoTime() - killed));
            failover.awaitMore();
            failover.end("kill -9 of the primary's node, etcd and Patroni included");
            assertThat(nodes.primary().orElseThrow().name()).isNotEqualTo(lost.name());
            for (ShippedSession session : sessions) {
                session.shipRest();
                assertThat(session.failure()).isNull();
                assertEqual(nodes, session, followed);
            }
            followed.close();
        }
    }

    /** The store has each flow of the session once and in its last revision, and the reader was told of that. */
    private static void assertEqual(ThreeNodes nodes, ShippedSession session, FollowedFlows followed) throws Exception {
        try (StoreContents store = new StoreContents(nodes.connect());
                SqliteSessionReader reader = SqliteSessionReader.open(session.file())) {
            store.assertEqual(session.recorder(), session.file());
            store.assertBatchesHaveNoGap(session.recorder());
            for (Flow flow : reader.flows(
                    LongStream.rangeClosed(1, session.recorded()).boxed().toList())) {
                long number = FlowNumber.of(session.recorder(), flow.id());
                nodes.await(
                        "revision " + flow.revision() + " of flow " + FlowNumber.print(number) + " told to the reader",
                        () -> followed.revision(number) >= flow.revision());
            }
        }
        System.out.printf(
                "recorder %d: %d flows recorded, all in the store and told to a reader, %.1f s without an acknowledged part%n",
                session.recorder(), session.recorded(), seconds(session.longestGap()));
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Recorders that send at once. */
    private static final class Load {
        private final ThreeNodes nodes;
        private final List<NumberedRows> recorders;
        private final List<Thread> threads = new ArrayList<>();

        Load(ThreeNodes nodes, int first) {
            this.nodes = nodes;
            recorders = IntStream.range(first, first + RECORDERS)
                    .mapToObj(number -> new NumberedRows(nodes, number))
                    .toList();
            for (NumberedRows recorder : recorders) {
                Thread thread = new Thread(recorder, "recorder-" + recorder.recorder());
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }

        void awaitMore() {
            List<Long> before =
                    recorders.stream().map(NumberedRows::acknowledged).toList();
            nodes.await(
                    () -> "progress of all recorders: " + failures(),
                    () -> IntStream.range(0, RECORDERS)
                            .allMatch(
                                    i -> recorders.get(i).acknowledged() >= before.get(i) + SENT * NumberedRows.BATCH));
        }

        private String failures() {
            return recorders.stream().map(one -> String.valueOf(one.last())).collect(Collectors.joining("; "));
        }

        void end(String what) throws Exception {
            recorders.forEach(NumberedRows::end);
            for (Thread thread : threads) {
                thread.join();
            }
            long acknowledged =
                    recorders.stream().mapToLong(NumberedRows::acknowledged).sum();
            long unheard = recorders.stream().mapToLong(NumberedRows::unheard).sum();
            double gap = seconds(
                    recorders.stream().mapToLong(NumberedRows::longestGap).max().orElseThrow());
            System.out.printf(
                    "%s: %d rows acknowledged by %d recorders, %d batches committed unheard, %.1f s without a store%n",
                    what, acknowledged, RECORDERS, unheard, gap);
            assertFound();
        }

        /** Each recorder's rows are those from 1 to the last acknowledged one, each once. */
        void assertFound() throws SQLException {
            for (NumberedRows recorder : recorders) {
                try (Connection connection = nodes.connect();
                        Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "SELECT count(*), count(DISTINCT number), min(number), max(number) FROM numbered WHERE recorder = "
                                        + recorder.recorder())) {
                    row.next();
                    long expected = recorder.acknowledged();
                    assertThat(List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                            .as("rows, different rows, first and last of recorder " + recorder.recorder())
                            .containsExactly(expected, expected, 1L, expected);
                }
            }
        }
    }
}
