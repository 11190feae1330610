package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.fleet.upkeep.StoreRetention;
import dev.steno.fleet.upkeep.StoredDay;
import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import dev.steno.session.KeepLimits;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Facts;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.WriteBatch;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of a store whose tables are missing, or are removed under those who write and read. */
class RemovedDayTest {
    private static final long NOW = Times.now();
    private static final long OLD = NOW - TimeUnit.DAYS.toNanos(5);

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path session;
    private SqliteSessionStore recorder;

    @BeforeEach
    void open() throws Exception {
        session = folder.resolve("work.steno");
        recorder = SqliteSessionStore.open(session, "test");
    }

    @AfterEach
    void close() throws Exception {
        recorder.close();
    }

    /** Flows that all began at a time. */
    private void record(long from, long to, long started) throws Exception {
        List<FlowEvent> facts = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            facts.add(new FlowEvent.Closed(ShipperTest.began(id, started)));
        }
        recorder.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
    }

    /** A flow with a stored body of two chunks. */
    private void recordLarge(long id, long body, long started) throws Exception {
        byte[] bytes = new byte[2 * Body.Stored.CHUNK];
        new Random(id).nextBytes(bytes);
        HttpFlow like = ShipperTest.large(id, body, bytes.length);
        HttpFlow flow = new HttpFlow(
                id,
                like.revision(),
                like.state(),
                started,
                like.duration(),
                like.client(),
                like.server(),
                like.request(),
                like.response(),
                like.interim(),
                null,
                like.notes(),
                null);
        recorder.commit(WriteBatch.of(
                new FlowEvent.BodyChunk(body, 0, java.util.Arrays.copyOf(bytes, Body.Stored.CHUNK)),
                new FlowEvent.BodyChunk(body, 1, java.util.Arrays.copyOfRange(bytes, Body.Stored.CHUNK, bytes.length)),
                new FlowEvent.Closed(flow)));
    }

    private static String table(String parent, long time) {
        LocalDate day = Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(time))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return "steno." + parent + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    private void retain() {
        try (StoreRetention retention = StoreRetention.open(ServerUrl.parse(url))) {
            retention.apply(
                    retention.plan(KeepLimits.parse(List.of("2d")), Instant.now()), new StoreRetention.Listener() {
                        @Override
                        public void removed(StoredDay day, int marked) {}

                        @Override
                        public void bodiesRemoved(StoredDay day, int marked) {}
                    });
        } catch (StoreFailure e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void flowsOfADayWhoseTableIsMissingAreStoredAndMoveWhenItIsMade() throws Exception {
        record(1, 10, OLD);
        try (Shipping.Following shipper = shipping.follow(session, url)) {
            shipper.awaitSent(10);
            server.execute(PostgresServer.name(url), "DROP TABLE " + table("flow", OLD));
            record(11, 20, OLD);
            recordLarge(21, 3, OLD);
            shipper.awaitSent(21);
        }
        assertThat(shipping.told).isEmpty();
        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.query("SELECT flow FROM steno.flow ORDER BY flow"))
                    .isNotEmpty()
                    .isEqualTo(store.query("SELECT flow FROM steno.flow_other ORDER BY flow"));
        }
        record(22, 30, OLD); // by a shipper that has just connected, and misses the table of the feed as well
        server.execute(PostgresServer.name(url), "DROP TABLE " + table("batch", OLD));
        shipping.ship(session, url);

        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.query("SELECT flow FROM steno.flow ORDER BY flow"))
                    .hasSize(20)
                    .isEqualTo(store.query("SELECT flow FROM " + table("flow", OLD) + " ORDER BY flow"));
            assertThat(store.body(1, 3)).hasSize(2 * Body.Stored.CHUNK);
        }
    }

    @Test
    void aLateShipperOfARemovedDayIsToldCountsItsFlowsAndGoesOn() throws Exception {
        record(1, 10, OLD);
        recordLarge(11, 3, OLD);
        try (Shipping.Following shipper = shipping.follow(session, url)) {
            shipper.awaitSent(11);
            retain();
            record(12, 20, OLD); // what the shipper knows of the store is from before
            recordLarge(21, 4, OLD);
            record(22, 30, NOW);
            recordLarge(31, 5, NOW);
            shipper.awaitSent(11 + 10);
            assertThat(shipper.status().tooOld()).isEqualTo(10);
        }
        assertThat(shipping.told).isEmpty();
        record(32, 35, OLD);
        record(36, 36, NOW);
        record(37, 37, Times.UNSET);
        record(38, 38, 7); // 1970: a clock that was never set
        recorder.close();
        ShipStatus later = shipping.ship(session, url);

        assertThat(later.tooOld()).isEqualTo(4);
        assertThat(later.sent()).isEqualTo(3);
        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.number("SELECT count(*) FROM steno.flow")).isEqualTo(13);
            assertThat(store.query("SELECT DISTINCT body FROM steno.body_chunk"))
                    .containsExactly("5");
            assertThat(store.query("SELECT to_regclass('" + table("flow", OLD) + "')"))
                    .containsExactly((String) null);
            store.assertBatchesHaveNoGap(1);
        }
    }

    @Test
    void aReaderOfADayThatIsRemovedUnderItGoesOnWithTheOthers() throws Exception {
        record(1, 300, OLD);
        recordLarge(301, 3, OLD);
        record(302, 400, NOW);
        recorder.close();
        shipping.ship(session, url);

        try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
            List<Place> all = reader.places(Place.START, 1_000, true);
            assertThat(all).hasSize(400);
            HttpFlow large = (HttpFlow) reader.flows(List.of(1L << 40 | 301)).get(0);
            Body.Stored body = Facts.storedBodies(large).get(0);
            List<Place> found = new ArrayList<>();
            try (InputStream bytes = reader.body(body)) {
                assertThat(bytes.readNBytes(100)).hasSize(100);
                reader.search(
                        FlowSearch.of(Filter.ALL),
                        place -> {
                            if (found.isEmpty()) {
                                retain();
                            }
                            return found.add(place);
                        },
                        () -> false);
                assertThatThrownBy(bytes::readAllBytes)
                        .isInstanceOf(SessionException.class)
                        .hasMessageContaining("the rest is not in the shared store");
            }
            assertThat(found).doesNotHaveDuplicates().hasSizeBetween(99, 400);
            assertThat(reader.places(Place.START, 1_000, true)).hasSize(99);
            assertThat(reader.flows(all.stream().map(Place::flow).toList())).hasSize(99);
            assertThat(reader.usage().flows()).isBetween(0L, 400L); // an estimate of the server
        }
    }
}
