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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real nodes lose their primary under load: its PostgreSQL alone, by an operator's wish, and its whole node. What the store has acknowledged is found, without a gap, and none of it twice.
 * Prints how long there was no store.
 */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@InFull("LostConnectionTest cuts connections after any byte; SharedFeedTest takes back the last batch of a recorder")
class FailoverIT {
    private static final int RECORDERS = 4;

    /** The batches that each recorder sends before something is killed, and after it. */
    private static final int SENT = 20;

    @TempDir
    Path folder;

    /** The number of the next recorder of rows. */
    private int nextRecorder = 1;

    @Test
    void whatWasAcknowledgedIsFoundOnceWhateverEndsThePrimary() throws Exception {
        try (ThreeNodes nodes = ThreeNodes.start()) {
            try (Connection connection = nodes.connectToRead();
                    Statement statement = connection.createStatement()) {
                statement.execute(NumberedRows.TABLES);
            }

            // its Patroni lives, and starts it again
            Load killed = new Load(nodes);
            killed.awaitMore();
            nodes.awaitReady().killPostgres();
            killed.awaitMore();
            killed.end("kill -9 of the primary's PostgreSQL");

            shipThrough(nodes, "switchover", "an operator's switchover", primary -> {
                String answer = nodes.switchOver(primary);
                assertThat(answer).contains("Successfully switched over");
            });

            // nothing of the node lives: another one is elected, once the others have elected a leader of etcd
            shipThrough(nodes, "node", "kill -9 of the primary's node, which led etcd", ClusterNode::kill);
            killed.assertFound();
        }
    }

    /** The primary is lost while rows are sent, sessions are recorded and shipped, and a reader follows them. */
    private void shipThrough(ThreeNodes nodes, String name, String what, Consumer<ClusterNode> loss) throws Exception {
        try (ShippedSession one = new ShippedSession(folder.resolve(name + " one.steno"), nodes.url());
                ShippedSession other = new ShippedSession(folder.resolve(name + " other.steno"), nodes.url())) {
            List<ShippedSession> sessions = List.of(one, other);
            nodes.await(
                    () -> "a recorder of each session: " + one.failure() + "; " + other.failure(),
                    () -> sessions.stream().allMatch(session -> session.recorder() > 0));
            FollowedFlows followed = new FollowedFlows(nodes.url());
            Load load = new Load(nodes);
            load.awaitMore();
            nodes.awaitEtcdLeader(nodes.awaitReady());
            ClusterNode lost = nodes.awaitReady();
            long begin = System.nanoTime();
            loss.accept(lost);
            nodes.await(
                    "another primary",
                    () -> nodes.primary().filter(node -> node != lost).isPresent());
            double elected = seconds(System.nanoTime() - begin);
            nodes.awaitReady();
            System.out.printf(
                    "%s: another node is the primary after %.1f s, and has a standby that commits wait for after %.1f s%n",
                    what, elected, seconds(System.nanoTime() - begin));
            load.awaitMore();
            load.end(what);
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
        try (StoreContents store = new StoreContents(nodes.connectToRead());
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
    private final class Load {
        private final ThreeNodes nodes;
        private final List<NumberedRows> recorders;
        private final List<Thread> threads = new ArrayList<>();

        Load(ThreeNodes nodes) {
            this.nodes = nodes;
            recorders = Stream.generate(() -> new NumberedRows(nodes, nextRecorder++))
                    .limit(RECORDERS)
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
                try (Connection connection = nodes.connectToRead();
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
