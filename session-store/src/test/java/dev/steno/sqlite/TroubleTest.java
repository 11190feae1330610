package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoreListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fails or another program locks the session: no data is lost, memory stays bounded, and recording continues
 * afterwards.
 */
@Timeout(600)
class TroubleTest {
    private static final long BUDGET = 1 << 20;

    @TempDir
    Path folder;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final RecordBudget recordBudget = new RecordBudget(BUDGET);
    private Path file;
    private SqliteSessionStore store;
    private Session session;

    @BeforeEach
    void open() throws Exception {
        file = folder.resolve("work.steno");
        store = SqliteSessionStore.open(file, "test");
        session = new Session(recordBudget);
        session.onFailure(new StoreListener() {
            @Override
            public void sessionFailed(String message) {
                heard.add(message);
            }

            @Override
            public void recovered(long refused, long unrecorded) {
                heard.add("recovered");
            }

            @Override
            public void rejected(long flow, String message) {
                heard.add(message);
            }
        });
    }

    @Test
    void anotherProgramsTransactionDelaysTheRecordAndLosesNothing() throws Exception {
        session.start(store, new Sequences());
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        session.durable().get();
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.write(file))) {
            other.execute("BEGIN IMMEDIATE");
            long id = 2;
            while (recordBudget.isOpen()) {
                session.accept(new FlowEvent.Closed(Flows.complete(id++)));
            }
            await().until(() -> !heard.isEmpty());
            assertThat(heard.get(0)).contains(file.toString()).contains("another program has it locked");
            assertThat(recordBudget.isOpen()).isFalse();
            assertThat(recordBudget.held()).isLessThan(BUDGET + 10_000);
            assertThat(session.hot().size()).isEqualTo((int) (id - 2));
            other.execute("ROLLBACK");
            await().until(recordBudget::isOpen);
            session.durable().get();
            assertThat(heard).hasSize(2).last().isEqualTo("recovered");
            assertThat(recordBudget.held()).isZero();
            assertThat(session.hot().size()).isZero();
            assertThat(session.close().flows()).isEqualTo(id - 1);
        }
    }

    @Test
    void aFullDiskStopsTheRecordAndLosesNothing() throws Exception {
        long pages = store.sqlite().number("PRAGMA page_count");
        store.sqlite().execute("PRAGMA max_page_count = " + (pages + 20));
        session.start(store, new Sequences());
        long id = 1;
        while (recordBudget.isOpen()) {
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[10_000]))));
            id++;
        }
        await().until(() -> !heard.isEmpty());
        assertThat(heard.get(0)).contains("the disk is full: free some space");
        store.sqlite().execute("PRAGMA max_page_count = 1000000");
        session.durable().get(180, TimeUnit.SECONDS);
        assertThat(heard).containsExactly(heard.get(0), "recovered");
        try (SessionReader reader = session.reader()) {
            assertThat(reader.rows(Place.START, 1_000_000, false)).hasSize((int) id - 1);
        }
        session.close();
    }

    @Test
    void endingOnAFullDiskSaysWhatIsLostAndKeepsTheRest() throws Exception {
        session.start(store, new Sequences());
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        session.durable().get();
        long pages = store.sqlite().number("PRAGMA page_count");
        store.sqlite().execute("PRAGMA max_page_count = " + pages);
        for (long id = 2; id <= 20; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id, new Body.Inline(new byte[10_000]))));
        }
        assertThatThrownBy(() -> session.close(100))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("19 flows not yet written are lost");
        SqliteSessionStore again = SqliteSessionStore.open(file, "test");
        assertThat(again.resumedWith().flows()).isEqualTo(1);
        again.close();
    }

    @Test
    void aFlowThatCannotBeEncodedIsToldAndTheOthersAreKept() throws Exception {
        session.start(store, new Sequences());
        HttpFlow one = Flows.complete(1);
        Flow broken = one.withNotes(one.notes().withComment("half a pair \ud800"));
        session.accept(new FlowEvent.Closed(broken));
        session.accept(new FlowEvent.Closed(Flows.complete(2)));
        session.durable().get();
        assertThat(heard).singleElement().asString().contains("flow 1 cannot be");
        assertThat(session.hot().size()).isZero();
        assertThat(recordBudget.held()).isZero();
        assertThat(session.close().flows()).isEqualTo(1);
    }

    @Test
    void factsThatCameBeforeTheStoreWasOpenAreKept() throws Exception {
        session.accept(new FlowEvent.Closed(Flows.complete(1)));
        assertThat(session.hot().flow(1)).isEqualTo(Flows.complete(1));
        session.start(store, new Sequences());
        session.durable().get();
        assertThat(session.hot().size()).isZero();
        assertThat(session.close().flows()).isEqualTo(1);
    }

    @Test
    void aListenerThatFailsDoesNotStopTheWriter() throws Exception {
        session.onFailure(message -> {
            throw new IllegalStateException("listener");
        });
        session.start(store, new Sequences());
        try (SqliteConnection other = new SqliteConnection(ConnectionOpener.write(file))) {
            other.execute("BEGIN IMMEDIATE");
            session.accept(new FlowEvent.Closed(Flows.complete(1)));
            await().until(() -> !heard.isEmpty());
            other.execute("ROLLBACK");
        }
        session.durable().get();
        assertThat(session.close().flows()).isEqualTo(1);
    }
}
