package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.read.SharedFeed;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.fleet.upkeep.RecorderRemoval;
import dev.steno.fleet.upkeep.RemovedRows;
import dev.steno.fleet.upkeep.StoreNotes;
import dev.steno.fleet.upkeep.StoreRecorders;
import dev.steno.fleet.upkeep.StoreRetention;
import dev.steno.fleet.upkeep.StoreSetup;
import dev.steno.fleet.upkeep.StoredDay;
import dev.steno.flow.FlowNumber;
import dev.steno.redact.RedactionRules;
import dev.steno.session.KeepLimits;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ship.SpoolContent;
import dev.steno.sqlite.tool.SessionRedaction;
import dev.steno.store.Place;
import dev.steno.store.Progress;
import dev.steno.store.WorkStopped;
import dev.steno.store.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorder that is taken out of a store leaves nothing there, others stay as they are, and its session may ship anew. */
class RemovedRecorderTest {
    private static final List<String> TABLES = List.of(
            "recorder",
            "flow",
            "message",
            "body_chunk",
            "revision",
            "text_chunk",
            "text_posting",
            "text_again",
            "certificate",
            "note");

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final ServerUrl store = ServerUrl.parse(url);
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path session;
    private Path other;

    @TempDir
    private static Path recorded;

    @BeforeAll
    static void record() throws Exception {
        record(recorded.resolve("work.steno"), 1_100, 700);
        record(recorded.resolve("other.steno"), 50, 5);
    }

    private static void record(Path to, int flows, int messages) throws Exception {
        LostConnectionTest.record(to, ShipperTest.facts(1, flows));
        LostConnectionTest.record(to, ShipperTest.edited(20));
        LostConnectionTest.record(to, ShipperTest.stored(2_000, 7, ShipperTest.bytes(2_000_000)));
        LostConnectionTest.record(to, ShipperTest.stream(2_001, messages, true));
    }

    @BeforeEach
    void ship() throws Exception {
        StoreSetup.make(store);
        session = Files.copy(recorded.resolve("work.steno"), folder.resolve("work.steno"));
        other = Files.copy(recorded.resolve("other.steno"), folder.resolve("other.steno"));
        shipping.ship(other, url);
        shipping.ship(session, url);
        StoreNotes.give(store, List.of(FlowNumber.of(1, 5), FlowNumber.of(2, 5)), "ann", "!", "look");
        server.execute(
                PostgresServer.name(url),
                "INSERT INTO steno.text_chunk SELECT recorder, c, 5, 5, c, c, NULL, '' FROM generate_series(-2, 8) c, steno.recorder;"
                        + " INSERT INTO steno.text_posting SELECT recorder, c, n, 5, 0, '' FROM generate_series(-2, 8) c,"
                        + " generate_series(0, 511) n, steno.recorder;"
                        + " INSERT INTO steno.text_again SELECT recorder, flow, started FROM steno.flow WHERE flow < 9");
    }

    private RemovedRows remove(int recorder, Progress progress) throws Exception {
        try (RecorderRemoval removal = RecorderRemoval.open(store)) {
            return removal.remove(recorder, progress);
        }
    }

    private List<String> query(String sql) throws Exception {
        try (StoreContents contents = new StoreContents(server, url)) {
            return contents.query(sql);
        }
    }

    private void assertNothingLeft(int recorder) throws Exception {
        for (String table : TABLES) {
            assertThat(query("SELECT count(*) FROM steno." + table + " WHERE recorder = " + recorder))
                    .as(table)
                    .containsExactly("0");
        }
        assertThat(query("SELECT count(*) FROM steno.batch WHERE recorder = " + recorder + " AND flows <> '{}'"))
                .containsExactly("0");
        assertThat(StoreRecorders.list(store)).noneMatch(each -> each.recorder() == recorder);
    }

    private void assertWhole(int recorder, Path of) throws Exception {
        try (StoreContents contents = new StoreContents(server, url)) {
            contents.assertEqual(recorder, of);
            contents.assertBatchesHaveNoGap(recorder);
        }
    }

    @Test
    void allThatARecorderShippedIsRemovedAndOthersStay() throws Exception {
        List<String> before = new ArrayList<>();
        for (String table : TABLES) {
            before.addAll(query("SELECT count(*) FROM steno." + table + " WHERE recorder = 1"));
        }
        RemovedRows counted;
        try (RecorderRemoval removal = RecorderRemoval.open(store)) {
            counted = removal.count(2);
        }
        assertThat(counted).isEqualTo(new RemovedRows(1_102, 700, 8, 1, 1));

        assertThat(remove(2, Progress.NONE)).isEqualTo(counted);

        assertNothingLeft(2);
        assertWhole(1, other);
        List<String> after = new ArrayList<>();
        for (String table : TABLES) {
            after.addAll(query("SELECT count(*) FROM steno." + table + " WHERE recorder = 1"));
        }
        assertThat(after).isEqualTo(before);
        try (SharedReader reader = SharedReader.open(store)) {
            assertThat(reader.page(Place.START, 5_000, false))
                    .hasSize(52)
                    .allMatch(flow -> FlowNumber.recorder(flow.id()) == 1);
        }
    }

    @Test
    void followersAreToldOfEachFlow() throws Exception {
        Set<Long> gone = new ConcurrentSkipListSet<>();
        try (SharedFeed feed = new SharedFeed(store, false)) {
            feed.follow(event -> {
                if (event instanceof FlowEvent.Deleted deleted) {
                    gone.add(deleted.flow());
                }
            });
            feed.start(SharedFeed.INTERVAL);
            remove(2, Progress.NONE);
            await().atMost(Duration.ofSeconds(60)).until(() -> gone.size() >= 1_102);
        }
        Set<Long> expected = new TreeSet<>();
        for (long flow = 1; flow <= 1_100; flow++) {
            expected.add(FlowNumber.of(2, flow));
        }
        expected.add(FlowNumber.of(2, 2_000));
        expected.add(FlowNumber.of(2, 2_001));
        assertThat(gone).isEqualTo(expected);
    }

    /** Ends the work at its first step, or once flows were removed. */
    private static final class Stop implements Progress {
        private final boolean atOnce;
        private int looks;
        private boolean removed;

        Stop(boolean atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void beginStep(String step, String unit, long total) {
            // only what was done counts
        }

        @Override
        public void at(long done) {
            removed = true;
        }

        @Override
        public boolean isStopped() {
            return atOnce ? looks++ > 0 : removed;
        }
    }

    @Test
    void aRemovalThatIsStoppedAtAnyStepGoesOnWithTheNextCall() throws Exception {
        int stops = 0;
        RemovedRows last = null;
        while (last == null) {
            try {
                last = remove(2, new Stop(true));
            } catch (WorkStopped e) {
                stops++;
                assertThat(StoreRecorders.list(store))
                        .anyMatch(each -> each.recorder() == 2 && each.isBeingRemoved())
                        .anyMatch(each -> each.recorder() == 1 && !each.isBeingRemoved());
            }
        }
        assertThat(stops).isGreaterThan(10);
        assertNothingLeft(2);
        assertWhole(1, other);
        // Followers have not missed a number.
        try (StoreContents contents = new StoreContents(server, url)) {
            assertThat(contents.query("SELECT sum(cardinality(gone)) FROM steno.batch WHERE recorder = 2"))
                    .containsExactly("1102");
        }
    }

    @Test
    void aRemovalWhoseConnectionIsCutGoesOnWithTheNextCall() throws Exception {
        Progress cut = new Progress() {
            @Override
            public void beginStep(String step, String unit, long total) {
                // cut later
            }

            @Override
            public void at(long done) {
                server.disconnect(PostgresServer.name(url));
            }

            @Override
            public boolean isStopped() {
                return false;
            }
        };
        assertThatThrownBy(() -> remove(2, cut)).isInstanceOf(StoreFailure.class);
        assertThat(query("SELECT count(*) < 1102 FROM steno.flow WHERE recorder = 2"))
                .containsExactly("t");
        remove(2, Progress.NONE);
        assertNothingLeft(2);
        assertWhole(1, other);
    }

    @Test
    void aSessionThatShipsAfterItWasRemovedShipsAllAsANewRecorder() throws Exception {
        remove(2, Progress.NONE);
        shipping.ship(session, url);

        assertThat(shipping.told).containsExactly("anew 3 in place of 2: REMOVED");
        assertWhole(3, session);
        assertNothingLeft(2);
        assertThat(shipping.ship(session, url).sent()).isZero();
    }

    @Test
    void aSessionThatShipsWhileItIsRemovedShipsAllAsANewRecorder() throws Exception {
        assertThatThrownBy(() -> remove(2, new Stop(false))).isInstanceOf(WorkStopped.class);
        LostConnectionTest.record(session, ShipperTest.facts(3_000, 3_010));
        shipping.ship(session, url);
        assertThat(shipping.told).containsExactly("anew 3 in place of 2: REMOVED");
        remove(2, Progress.NONE);

        assertNothingLeft(2);
        assertWhole(3, session);
    }

    /** It finds out with the next thing that it sends, of which the store keeps nothing. */
    @Test
    void aShipperThatRunsMeanwhileShipsAllAsANewRecorder() throws Exception {
        SqliteSessionStore recorder = SqliteSessionStore.open(session, "test");
        try (Shipping.Following follower = shipping.follow(session, url)) {
            recorder.commit(WriteBatch.of(ShipperTest.facts(3_000, 3_001)));
            follower.awaitSent(2);
            try (RecorderRemoval removal = RecorderRemoval.open(store)) {
                assertThat(removal.shippedAgo(2)).isPresent();
            }
            remove(2, Progress.NONE);
            recorder.commit(WriteBatch.of(ShipperTest.stored(3_010, 9, ShipperTest.bytes(600_000))));
            follower.awaitSent(2 + 1_105);
        } finally {
            recorder.close();
        }
        assertThat(shipping.told).containsExactly("anew 3 in place of 2: REMOVED");
        assertNothingLeft(2);
        assertWhole(3, session);
    }

    @Test
    void aPieceThatIsSentBehindARemovalIsNotStored() throws Exception {
        try (Packer packer = new Packer();
                SharedStore late = SharedStore.open(store, packer, SharedStore.LAST_SILENCE_SECONDS)) {
            late.writeAs(Long.parseLong(
                    query("SELECT epoch FROM steno.progress WHERE recorder = 2").get(0)));
            late.writeChunks(2, 4_000, 5, 77, List.of(new SpoolContent.Chunk(0, new byte[10], null)));
            remove(2, Progress.NONE);
            assertThatThrownBy(() ->
                            late.writeChunks(2, 4_000, 5, 77, List.of(new SpoolContent.Chunk(1, new byte[10], null))))
                    .isInstanceOf(PartShipping.Fenced.class);
        }
        assertNothingLeft(2);
    }

    @Test
    void aSessionThatWasRedactedShipsAsAnotherRecorderAndSaysThatTheFirstIsStillThere() throws Exception {
        SessionRedaction.Redacted redacted =
                SessionRedaction.redact(session, RedactionRules.usual(), new byte[32], Progress.NONE);
        assertThat(redacted.shipped())
                .singleElement()
                .satisfies(earlier -> assertThat(earlier.recorder()).isEqualTo(2));
        SessionRedaction.redact(session, RedactionRules.usual(), new byte[32], Progress.NONE);
        assertThat(shipping.ship(session, url).recorder()).isEqualTo(3);
        assertThat(shipping.told).containsExactly("anew 3 in place of 2: REWRITTEN");
        assertThat(shipping.ship(session, url).sent()).isZero();
        assertThat(shipping.told).hasSize(1);

        remove(2, Progress.NONE);
        assertNothingLeft(2);
        assertWhole(3, session);
        RedactionRules more = RedactionRules.parse(List.of("header:user-agent"));
        SessionRedaction.redact(session, more, new byte[32], Progress.NONE);
        remove(3, Progress.NONE);
        assertThat(shipping.ship(session, url).recorder()).isEqualTo(4);
        assertThat(shipping.told).as("what is no longer there is not told").hasSize(1);
        assertWhole(4, session);
        assertWhole(1, other);
    }

    @Test
    void aRoleThatMayOnlyShipRemovesNothing() throws Exception {
        server.execute(
                PostgresServer.name(url),
                "DROP ROLE IF EXISTS shipping_only; CREATE ROLE shipping_only LOGIN IN ROLE steno_ship, steno_read");
        ServerUrl shippers = ServerUrl.parse(url.replace("postgres@", "shipping_only@"));
        assertThatThrownBy(() -> RecorderRemoval.open(shippers))
                .hasMessageContaining("may not remove recorders; connect as the owner of the tables");
        server.execute(PostgresServer.name(url), "DROP ROLE shipping_only");
    }

    @Test
    void theRowThatTellsOfARemovalGoesDaysLater() throws Exception {
        remove(2, Progress.NONE);
        retain();
        assertThat(query("SELECT count(*) FROM steno.progress")).containsExactly("2");
        server.execute(PostgresServer.name(url), "UPDATE steno.progress SET at = now() - interval '3 days'");
        retain();
        assertThat(query("SELECT recorder FROM steno.progress")).containsExactly("1");
        assertThat(query("SELECT count(*) FROM steno.batch WHERE recorder = 2")).containsExactly("0");

        shipping.ship(session, url);
        assertThat(shipping.told).containsExactly("anew 3 in place of 2: REMOVED");
        assertWhole(3, session);
    }

    private void retain() throws Exception {
        try (StoreRetention retention = StoreRetention.open(store)) {
            retention.apply(
                    retention.plan(KeepLimits.parse(List.of("1000tb")), Instant.now()), new StoreRetention.Listener() {
                        @Override
                        public void removed(StoredDay day, int marked) {
                            throw new AssertionError(day);
                        }

                        @Override
                        public void bodiesRemoved(StoredDay day, int marked) {
                            throw new AssertionError(day);
                        }
                    });
        }
    }
}
