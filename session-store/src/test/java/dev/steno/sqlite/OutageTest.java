package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Sequences;
import dev.steno.flow.TcpFlow;
import dev.steno.session.BodyUpload;
import dev.steno.session.Flows;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.Session;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Durability;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoreListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** During an outage, the policy decides what happens to the traffic. */
@Timeout(600)
class OutageTest {
    private static final long BUDGET = 1 << 20;

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final RecordBudget recordBudget = new RecordBudget(BUDGET);
    private Path file;
    private SqliteSessionStore store;
    private Session session;

    private void open(Durability durability, OnStoreFailure policy) throws Exception {
        file = folder.resolve("work.steno");
        store = SqliteSessionStore.open(file, "test", durability);
        session = new Session(recordBudget, durability, policy);
        session.onFailure(new StoreListener() {
            @Override
            public void sessionFailed(String message) {
                heard.add(message);
            }

            @Override
            public void recovered(long refused, long unrecorded) {
                heard.add("recovered: " + refused + " refused, " + unrecorded + " unrecorded");
            }
        });
        session.start(store, new Sequences());
    }

    private void fillTheDisk() throws Exception {
        session.durable().get(); // then the writer is idle and does not use its connection
        store.sqlite().execute("PRAGMA max_page_count = " + store.sqlite().number("PRAGMA page_count"));
        for (long id = 1_000; heard.isEmpty(); id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[40_000]))));
            if (!recordBudget.isOpen()) {
                await().until(() -> !heard.isEmpty());
            }
        }
    }

    private void freeSpace() throws Exception {
        store.sqlite().execute("PRAGMA max_page_count = 1000000");
        await().until(() -> heard.size() == 2);
        session.durable().get();
    }

    private void checkSound() throws Exception {
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file))) {
            assertThat(sqlite.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"))
                    .isZero();
            assertThat(sqlite.number("SELECT count(*) FROM body WHERE flow IS NULL OR size <>"
                            + " (SELECT ifnull(sum(length(data)), 0) FROM body_chunk WHERE body = body.id)"))
                    .isZero();
            assertThat(sqlite.number("SELECT count(*) FROM body_chunk WHERE body NOT IN (SELECT id FROM body)"))
                    .isZero();
            assertThat(sqlite.number("SELECT count(*) FROM message WHERE flow NOT IN (SELECT id FROM flow)"))
                    .isZero();
        }
    }

    @Test
    void whileNothingCanBeWrittenStopRefusesWhatBeginsAndKeepsWhatHasBegun() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        session.accept(new FlowEvent.Opened(Flows.open(1)));
        assertThat(session.refuses()).isFalse();
        assertThat(session.refusal()).isNull();
        fillTheDisk();
        assertThat(session.refuses()).isTrue();
        assertThat(session.refusal())
                .contains("the disk is full: free some space")
                .contains("accepts requests again");
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        freeSpace();
        assertThat(session.refuses()).isFalse();
        assertThat(session.refused()).isEqualTo(1);
        assertThat(heard).hasSize(2).last().isEqualTo("recovered: 1 refused, 0 unrecorded");
        try (SessionReader reader = session.reader()) {
            assertThat(reader.flow(1)).contains(Flows.complete(1));
        }
        checkSound();
        session.close();
    }

    @Test
    void aConnectionThatWaitsForRoomIsLookedAtAgainWhenAnOutageBegins() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        recordBudget.hold(BUDGET);
        List<Boolean> looked = new CopyOnWriteArrayList<>();
        recordBudget.whenOpen(() -> looked.add(session.refuses()));
        assertThat(looked).isEmpty();
        fillTheDisk();
        await().untilAsserted(() -> assertThat(looked).containsExactly(true));
        recordBudget.release(BUDGET);
        freeSpace();
        session.close();
    }

    @Test
    void theLockOfAnotherProgramIsNoOutage() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        session.durable().get();
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.write(file))) {
            other.execute("BEGIN IMMEDIATE");
            session.accept(new FlowEvent.Closed(Flows.complete(1)));
            await().until(() -> !heard.isEmpty());
            assertThat(session.refuses()).isFalse();
            other.execute("ROLLBACK");
        }
        session.durable().get();
        assertThat(session.close().flows()).isEqualTo(1);
    }

    @Test
    void aSessionThatBecomesReadOnlyIsWrittenAgainOnceItCanBe() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        session.durable().get();
        store.sqlite().execute("PRAGMA query_only = 1");
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        await().until(() -> session.refuses() && !heard.isEmpty());
        assertThat(heard.get(0)).contains("writing is not permitted");
        store.sqlite().execute("PRAGMA query_only = 0");
        await().until(() -> !session.refuses());
        session.durable().get();
        assertThat(session.close().flows()).isEqualTo(1);
    }

    @Test
    void passLetsEverythingThroughAndCountsWhatIsNotRecorded() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.PASS);
        fillTheDisk();
        assertThat(session.refuses()).isFalse();
        assertThat(recordBudget.isOpen()).isTrue();
        long held = recordBudget.held();
        for (long id = 2_000; id < 3_000; id++) {
            session.accept(new FlowEvent.Opened(Flows.open(id)));
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[10_000]))));
        }
        assertThat(recordBudget.held()).isLessThanOrEqualTo(held);
        assertThat(session.unrecorded()).isEqualTo(1_000);
        session.accept(new FlowEvent.Opened(Flows.open(3_000)));
        freeSpace();
        assertThat(heard).hasSize(2).last().isEqualTo("recovered: 0 refused, 1001 unrecorded");
        session.accept(new FlowEvent.Closed(Flows.complete(3_000)));
        session.accept(new FlowEvent.Opened(Flows.open(3_001)));
        session.accept(new FlowEvent.Closed(Flows.complete(3_001)));
        session.durable().get();
        assertThat(recordBudget.held()).isZero();
        try (SessionReader reader = session.reader()) {
            assertThat(reader.ids(Place.ofNumber(1_999), 10_000, false)).containsExactly(3_001L);
            assertThat(reader.flow(1_000)).isPresent();
        }
        checkSound();
        session.close();
    }

    @Test
    void whatWasUnderWayIsRecordedUpToTheFirstPieceThatPassedUnrecorded() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.PASS);
        int full = Body.Stored.CHUNK;
        session.accept(new FlowEvent.Opened(Flows.open(1)));
        session.accept(new FlowEvent.BodyChunk(1, 0, new byte[full]));
        TcpFlow stream = Flows.raw(2, FlowState.OPEN, 0);
        session.accept(new FlowEvent.Opened(stream));
        session.accept(new FlowEvent.MessageSeen(new Message(2, 0, 5, Direction.CLIENT_TO_SERVER, new byte[] {1})));
        session.accept(new FlowEvent.Opened(Flows.open(3)));
        fillTheDisk();
        session.accept(new FlowEvent.BodyChunk(1, 1, new byte[full]));
        session.accept(new FlowEvent.MessageSeen(new Message(2, 1, 6, Direction.CLIENT_TO_SERVER, new byte[] {2})));
        freeSpace();
        session.accept(new FlowEvent.BodyChunk(1, 2, new byte[10]));
        long size = 2L * full + 10;
        session.accept(new FlowEvent.Closed(Flows.complete(1, new Body.Stored(1, size, size, true))));
        session.accept(new FlowEvent.MessageSeen(new Message(2, 2, 7, Direction.CLIENT_TO_SERVER, new byte[] {3})));
        session.accept(new FlowEvent.Closed(Flows.raw(2, FlowState.COMPLETE, 3)));
        session.accept(new FlowEvent.BodyChunk(2, 0, new byte[10]));
        session.accept(new FlowEvent.Closed(Flows.complete(3, new Body.Stored(2, 10, 10, true))));
        session.durable().get();
        assertThat(session.unrecorded()).isEqualTo(2);
        try (SessionReader reader = session.reader()) {
            HttpFlow cut = (HttpFlow) reader.flow(1).orElseThrow();
            Body body = Objects.requireNonNull(cut.response()).body();
            assertThat(body).isEqualTo(new Body.Stored(1, full, size, true));
            assertThat(reader.body(body).readAllBytes()).hasSize(full);
            TcpFlow told = (TcpFlow) reader.flow(2).orElseThrow();
            assertThat(told.messages()).isEqualTo(1);
            assertThat(told.sentByClient()).isEqualTo(10);
            assertThat(reader.messages(2, 0, 10)).hasSize(1);
            assertThat(reader.flow(3))
                    .as("untouched by the outage")
                    .contains(Flows.complete(3, new Body.Stored(2, 10, 10, true)));
        }
        checkSound();
        session.close();
    }

    @Test
    void anUploadFailsInsteadOfWaitingForTheEndOfTheOutage() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        BodyUpload begun = new BodyUpload(session);
        begun.write(new byte[100_000]);
        fillTheDisk();
        byte[] large = new byte[8 << 20];
        assertThatThrownBy(() -> begun.write(large)).hasMessageContaining("cannot be written now");
        BodyUpload small = new BodyUpload(session);
        small.write('a');
        assertThat(small.body()).isEqualTo(new Body.Inline(new byte[] {'a'}));
        freeSpace();
        BodyUpload after = new BodyUpload(session);
        after.write(large);
        assertThat(after.body().size()).isEqualTo(large.length);
        session.close();
    }

    @Test
    void anUploadThatOnlyTheDiskStopsFailsToo() throws Exception {
        open(Durability.PROCESS, OnStoreFailure.STOP);
        session.durable().get();
        store.sqlite().execute("PRAGMA max_page_count = " + store.sqlite().number("PRAGMA page_count"));
        BodyUpload upload = new BodyUpload(session);
        byte[] large = new byte[8 << 20];
        assertThatThrownBy(() -> upload.write(large)).hasMessageContaining("cannot be written now");
        freeSpace();
        session.close();
    }

    @Test
    void inStrictNobodyWaitsForARecordThatPassGivesUp() throws Exception {
        open(Durability.STRICT, OnStoreFailure.PASS);
        session.durable().get();
        store.sqlite().execute("PRAGMA max_page_count = " + store.sqlite().number("PRAGMA page_count"));
        CompletionStage<Void> kept = null;
        for (long id = 1; heard.isEmpty(); id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[10_000]))));
            CompletionStage<Void> asked = session.kept();
            kept = asked == null ? kept : asked;
        }
        Objects.requireNonNull(kept).toCompletableFuture().get();
        assertThat(session.kept()).isNull();
        freeSpace();
        assertThat(session.kept()).isNotNull();
        session.close();
    }

    @Test
    void inStrictStopKeepsEndsWaitingUntilTheyAreWrittenOrLost() throws Exception {
        open(Durability.STRICT, OnStoreFailure.STOP);
        fillTheDisk();
        session.accept(new FlowEvent.Closed(Flows.complete(1, new Body.Inline(new byte[10_000]))));
        CompletionStage<Void> kept = Objects.requireNonNull(session.kept());
        assertThat(kept.toCompletableFuture()).isNotDone();
        assertThatThrownBy(() -> session.close(50))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("are lost");
        assertThat(kept.toCompletableFuture()).isCompletedExceptionally();
    }
}
