package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.fleet.pack.Packer;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreFailure;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.fleet.testing.StoreContents;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.redact.Redactor;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.ship.ShipSpool;
import dev.steno.sqlite.tool.SessionTrim;
import dev.steno.store.Progress;
import dev.steno.store.WithoutBodies;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session and the shared store to which it was shipped are equal, whatever happened to its flows. */
class ShipperTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();
    private final Shipping shipping = new Shipping();

    @TempDir
    private Path folder;

    private Path session;

    @BeforeEach
    void name() {
        session = folder.resolve("work.steno");
    }

    @Test
    void aShippedSessionAndTheStoreAreEqualByteByByte() throws Exception {
        record(facts(1, 1_200));
        record(new FlowEvent.Opened(SampleFlows.open(1_300, 1)));
        byte[] body = bytes(3 * Body.Stored.CHUNK + 17);
        record(stored(2_000, 7, body));
        record(stream(2_001, 700, true));

        ShipStatus status = shipping.ship(session, url);

        assertThat(status.sent()).isEqualTo(1_203);
        assertThat(status.lag()).isZero();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
            assertThat(store.body(1, 7)).isEqualTo(body);
        }
        assertThat(shipping.ship(session, url).sent()).isZero();
    }

    @Test
    void flowsThatChangeAfterTheyWereShippedAreSentAgainAndNoOthers() throws Exception {
        record(facts(1, 50));
        record(new FlowEvent.Opened(SampleFlows.open(60, 60)));
        shipping.ship(session, url);

        HttpFlow flow = SampleFlows.complete(10, 10);
        HttpFlow commented = flow.withNotes(new Notes(
                "red", "looked at", flow.notes().metadata(), flow.notes().replay()));
        record(new FlowEvent.Changed(commented));
        record(new FlowEvent.Closed(SampleFlows.answered(SampleFlows.open(60, 60), 60, Body.NONE)));
        record(edited(20));
        record(facts(70, 71));
        ShipStatus status = shipping.ship(session, url);

        assertThat(status.sent()).isEqualTo(5);
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            assertThat(store.query("SELECT comment FROM steno.flow WHERE flow = 10"))
                    .containsExactly("looked at");
            assertThat(store.query("SELECT author || ': ' || what FROM steno.revision WHERE flow = 20"))
                    .containsExactly("ann: path");
        }
    }

    @Test
    void flowsThatAPersonRemovesAreRemovedFromTheStoreWithAllThatBelongsToThem() throws Exception {
        record(facts(1, 5));
        record(stored(6, 3, bytes(1_000_000)));
        record(stream(7, 3, true));
        record(edited(2));
        shipping.ship(session, url);

        record(new FlowEvent.Deleted(1), new FlowEvent.Deleted(6));
        try (SessionTrim trim = SessionTrim.open(session, Progress.NONE)) {
            trim.remove(trim.find(FilterParser.parse("id = 2 | id = 7")));
        }
        shipping.ship(session, url);

        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            assertThat(store.query("SELECT flow FROM steno.flow ORDER BY flow")).containsExactly("3", "4", "5");
            for (String table : List.of("message", "body_chunk", "revision")) {
                assertThat(store.number("SELECT count(*) FROM steno." + table))
                        .as(table)
                        .isZero();
            }
            assertThat(store.query("SELECT gone::text FROM steno.batch ORDER BY batch DESC LIMIT 1"))
                    .containsExactly("{1,2,6,7}");
            try (SharedReader reader = SharedReader.open(ServerUrl.parse(url))) {
                assertThat(reader.info().removed()).isEqualTo(4);
            }
        }
    }

    @Test
    void whatASessionRemovesToMakeRoomStaysInTheStore() throws Exception {
        record(facts(1, 5));
        byte[] body = bytes(300_000);
        record(stored(6, 3, body));
        shipping.ship(session, url);

        SqliteSessionStore store = SqliteSessionStore.open(session, "test");
        store.expire(1);
        store.expire(6);
        HttpFlow emptied = (HttpFlow) new WithoutBodies().of(large(6, 3, body.length));
        store.commit(WriteBatch.of(
                new FlowEvent.Deleted(1), new FlowEvent.BodiesRemoved(emptied.withNotes(emptied.notes()))));
        store.close();
        shipping.ship(session, url);

        try (StoreContents contents = new StoreContents(server, url)) {
            assertThat(contents.number("SELECT count(*) FROM steno.flow")).isEqualTo(6);
            assertThat(contents.body(1, 3)).isEqualTo(body);
        }
    }

    @Test
    void aCopyOfASessionThatShipsIsAnotherRecorderAndBothAreWhole() throws Exception {
        record(facts(1, 20));
        shipping.ship(session, url);
        Path copy = folder.resolve("copy.steno");
        Files.copy(session, copy);

        record(facts(21, 30));
        shipping.ship(session, url);
        session = copy;
        record(facts(21, 25));
        record(new FlowEvent.Closed(SampleFlows.complete(40, 99)));
        shipping.ship(copy, url);

        assertThat(shipping.told).containsExactly("anew 2 in place of 1: COPIED");
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, folder.resolve("work.steno"));
            store.assertEqual(2, copy);
        }
    }

    @Test
    void oneFileHasOneShipperAtATimeAndStaysOneRecorder() throws Exception {
        record(facts(1, 300));
        shipping.ship(session, url);
        record(facts(301, 600));
        String identity;
        try (Packer packer = new Packer();
                SharedStore store = SharedStore.open(ServerUrl.parse(url), packer, SharedStore.LAST_SILENCE_SECONDS)) {
            identity = store.identity();
        }
        try (ShipSpool other = ShipSpool.open(session)) {
            assertThat(other.lock(identity)).isTrue();
            assertThatThrownBy(() -> shipping.ship(session, url))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("another steno ships " + session + " to ");
        }
        CompletableFuture<?>[] all = new CompletableFuture<?>[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = CompletableFuture.runAsync(() -> {
                try {
                    shipping.ship(session, url);
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("another steno ships");
                }
            });
        }
        CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);

        assertThat(shipping.ship(session, url).sent()).isZero();
        assertThat(shipping.told).isEmpty();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
        }
    }

    @Test
    void poisonIsStoredOrRefusedAloneAndToldOnce() throws Exception {
        HttpFlow flow = SampleFlows.complete(2, 2);
        HttpFlow zero = flow.withRequest(path(flow, "/a\0b"));
        record(facts(1, 1));
        record(new FlowEvent.Closed(zero.withNotes(new Notes(
                "", "a\0b\ud83d\ude00", zero.notes().metadata(), zero.notes().replay()))));
        record(new FlowEvent.Closed(SampleFlows.complete(3, 3).withRequest(path(flow, "/" + "x".repeat(65_536)))));
        record(new FlowEvent.Closed(began(4, 0)));
        record(new FlowEvent.Closed(began(5, 7_258_118_400_000_000_000L)));
        record(new FlowEvent.Closed(began(6, Times.UNSET)));
        shipping.ship(session, url);

        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            assertThat(store.query("SELECT path || comment FROM steno.flow WHERE flow = 2"))
                    .containsExactly("/a\ufffdba\ufffdb\ud83d\ude00");
        }
        // A store with a rule of its own refuses some rows.
        server.execute(PostgresServer.name(url), "ALTER TABLE steno.flow ADD CHECK (path NOT LIKE '%refuse%')");
        record(facts(100, 150));
        record(new FlowEvent.Closed(SampleFlows.complete(120, 1).withRequest(path(flow, "/refuse?secret=s3cr3t"))));
        record(new FlowEvent.Closed(SampleFlows.complete(160, 1).withRequest(path(flow, "/refuse"))));
        ShipStatus status = shipping.ship(session, url);

        assertThat(status.refused()).isEqualTo(1);
        assertThat(shipping.told)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("refused 160: ")
                .doesNotContain("/refuse");
        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.number("SELECT count(*) FROM steno.flow")).isEqualTo(6 + 51);
            store.assertBatchesHaveNoGap(1);
        }
        assertThat(shipping.ship(session, url).sent()).isZero();
        assertThat(shipping.told).hasSize(1);
    }

    @Test
    void aFlowThatIsOpenForADayThenEditedAndDeletedIsRightAfterEachStep() throws Exception {
        long yesterday = Times.now() - java.util.concurrent.TimeUnit.DAYS.toNanos(1);
        HttpFlow ended = began(1, yesterday);
        HttpFlow open = new HttpFlow(
                1,
                1,
                FlowState.OPEN,
                yesterday,
                Times.UNSET,
                ended.client(),
                ended.server(),
                ended.request(),
                null,
                List.of(),
                null,
                ended.notes(),
                null);
        HttpFlow edited = edited(ended, 3);
        List<FlowEvent> steps = List.of(
                new FlowEvent.Opened(open),
                new FlowEvent.Closed(ended),
                new FlowEvent.Edited(edited, ended, new FlowEdit(0, 5, "ann", "path")),
                new FlowEvent.Edited(edited(edited, 4), edited, new FlowEdit(0, 6, "bob", "path again")),
                new FlowEvent.Deleted(1));
        for (FlowEvent step : steps) {
            record(step);
            shipping.ship(session, url);
            try (StoreContents store = new StoreContents(server, url)) {
                store.assertEqual(1, session);
                store.assertBatchesHaveNoGap(1);
            }
        }
        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.number("SELECT batch FROM steno.progress")).isEqualTo(steps.size());
            assertThat(store.number("SELECT count(*) FROM steno.revision")).isZero();
        }
    }

    @Test
    void aStoreThatLostItsLastBatchesGetsAllAgainUnderTheSameNumber() throws Exception {
        record(facts(1, 1_200));
        shipping.ship(session, url);
        // As after a failover to a standby that was behind, in the middle of one shipper's work.
        server.execute(
                PostgresServer.name(url),
                "UPDATE steno.progress SET batch = 1; DELETE FROM steno.batch WHERE batch > 1;"
                        + " DELETE FROM steno.flow WHERE flow > 500");
        record(facts(1_201, 1_210));
        shipping.ship(session, url);

        assertThat(shipping.told).isEmpty();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
            store.assertBatchesHaveNoGap(1);
            assertThat(store.number("SELECT count(*) FROM steno.recorder")).isEqualTo(1);
        }
        assertThat(shipping.ship(session, url).sent()).isZero();
    }

    /** More of them than a part takes, so that flows with low numbers do not keep the others waiting. */
    @Test
    void manyFlowsThatChangeAreAllSentAgain() throws Exception {
        record(facts(1, 900));
        shipping.ship(session, url);
        List<FlowEvent> changes = new ArrayList<>();
        for (long id = 1; id <= 900; id++) {
            HttpFlow flow = SampleFlows.complete(id, id);
            changes.add(new FlowEvent.Changed(flow.withNotes(
                    new Notes("red", "", flow.notes().metadata(), flow.notes().replay()))));
        }
        record(changes.toArray(FlowEvent[]::new));
        ShipStatus status = shipping.ship(session, url);

        assertThat(status.sent()).isEqualTo(900);
        assertThat(status.lag()).isZero();
        try (StoreContents store = new StoreContents(server, url)) {
            store.assertEqual(1, session);
        }
    }

    @Test
    void onlyFlowsThatMatchAreShippedAndBodiesByTheirSize() throws Exception {
        record(facts(1, 100));
        record(stored(200, 9, bytes(500_000)));
        shipping.ship(session, url, FilterParser.parse("method = POST | id = 200"), new BodyPolicy(100), Redactor.NONE);

        try (StoreContents store = new StoreContents(server, url)) {
            assertThat(store.query("SELECT DISTINCT method FROM steno.flow WHERE flow <> 200"))
                    .containsExactly("POST");
            assertThat(store.number("SELECT count(*) FROM steno.flow WHERE flow = 200"))
                    .isEqualTo(1);
            assertThat(store.number("SELECT count(*) FROM steno.body_chunk")).isZero();
        }
    }

    static HttpFlow began(long id, long started) {
        HttpFlow flow = SampleFlows.complete(id, id);
        return new HttpFlow(
                id,
                2,
                flow.state(),
                started,
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                null,
                flow.notes(),
                null);
    }

    private static dev.steno.flow.HttpRequest path(HttpFlow flow, String path) {
        var request = flow.request();
        return new dev.steno.flow.HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                path,
                request.version(),
                request.headers(),
                null,
                request.body(),
                request.started(),
                request.ended());
    }

    static FlowEvent[] facts(long from, long to) {
        List<FlowEvent> facts = new ArrayList<>();
        for (long id = from; id <= to; id++) {
            facts.add(new FlowEvent.Closed(SampleFlows.complete(id, id)));
        }
        return facts.toArray(FlowEvent[]::new);
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static HttpFlow large(long id, long body, long size) {
        return SampleFlows.answered(SampleFlows.open(id, id), id, new Body.Stored(body, size, size, true));
    }

    static FlowEvent[] stored(long id, long body, byte[] bytes) {
        List<FlowEvent> facts = new ArrayList<>();
        for (int at = 0, n = 0; at < bytes.length; at += Body.Stored.CHUNK, n++) {
            int end = Math.min(bytes.length, at + Body.Stored.CHUNK);
            facts.add(new FlowEvent.BodyChunk(body, n, java.util.Arrays.copyOfRange(bytes, at, end)));
        }
        facts.add(new FlowEvent.Closed(large(id, body, bytes.length)));
        return facts.toArray(FlowEvent[]::new);
    }

    static FlowEvent[] stream(long id, int messages, boolean ended) {
        HttpFlow like = SampleFlows.open(id, id);
        List<FlowEvent> facts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            facts.add(new FlowEvent.MessageSeen(new Message(
                    id,
                    i,
                    like.started() + i,
                    i % 2 == 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                    ("piece " + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        }
        facts.add(new FlowEvent.Closed(new TcpFlow(
                id,
                ended ? 2 : 1,
                ended ? FlowState.COMPLETE : FlowState.OPEN,
                like.started(),
                99,
                like.client(),
                like.server(),
                new Endpoint("2001:db8::1", 9000),
                "tcp",
                10,
                20,
                messages,
                0,
                null,
                Notes.NONE)));
        return facts.toArray(FlowEvent[]::new);
    }

    static FlowEvent edited(long id) {
        HttpFlow before = SampleFlows.complete(id, id);
        return new FlowEvent.Edited(edited(before, before.revision() + 1), before, new FlowEdit(0, 5, "ann", "path"));
    }

    private static HttpFlow edited(HttpFlow before, int revision) {
        HttpFlow original = before.original();
        return new HttpFlow(
                before.id(),
                revision,
                before.state(),
                before.started(),
                before.duration(),
                before.client(),
                before.server(),
                path(before, "/edited-" + revision),
                before.response(),
                before.interim(),
                null,
                before.notes(),
                original == null ? before : original);
    }

    private void record(FlowEvent... facts) throws IOException, SQLException {
        SqliteSessionStore store = SqliteSessionStore.open(session, "test");
        try {
            store.commit(WriteBatch.of(facts));
        } finally {
            store.close();
        }
    }
}
