package dev.steno.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Sequences;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.view.View;
import dev.steno.view.Views;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Defects of an earlier session store (D1 to D14). This one has none of them. */
@Timeout(600)
class SeedDefectsTest {
    private static final byte[] LARGE = bytes(20_000, 'a');
    private static final byte[] LARGER = bytes(30_000, 'b');

    @TempDir
    Path folder;

    private Path file;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("work.steno");
        session = new Session(new RecordBudget(8 << 20));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void d1AskingForOneFlowGivesThatFlowAlone() throws Exception {
        record(5);
        try (SessionReader reader = session.reader()) {
            assertThat(reader.flows(List.of(3L))).containsExactly(Flows.complete(3));
        }
    }

    @Test
    void d2AskingForNoFlowsGivesNone() throws Exception {
        record(5);
        try (SessionReader reader = session.reader()) {
            assertThat(reader.flows(List.of())).isEmpty();
        }
    }

    @Test
    void d3RequestAndResponseMayBothHaveStoredBodies() throws Exception {
        HttpFlow flow = twoBodies();
        session.durable().get();
        try (SessionReader reader = session.reader()) {
            HttpFlow read = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(read).isEqualTo(flow);
            assertThat(reader.body(read.request().body()).readAllBytes()).isEqualTo(LARGE);
            assertThat(reader.body(responseBody(read)).readAllBytes()).isEqualTo(LARGER);
        }
        assertThat(count("SELECT count(*) FROM body")).isEqualTo(2);
        assertThat(count("SELECT max(length(pb)) FROM flow_pb")).isLessThan(2000);
    }

    @Test
    void d4StoringAFlowAgainStoresItsBodiesOnce() throws Exception {
        Flow flow = twoBodies();
        for (int i = 0; i < 3; i++) {
            flow = flow.withNotes(flow.notes().withMark("mark " + i));
            session.accept(new FlowEvent.Changed(flow));
            session.durable().get();
        }
        assertThat(count("SELECT count(*) FROM body")).isEqualTo(2);
        assertThat(count("SELECT count(*) FROM body_chunk")).isEqualTo(2);
        try (SessionReader reader = session.reader()) {
            assertThat(reader.page(Place.START, 10, false)).containsExactly(flow);
        }
    }

    @Test
    void d5AnEditedBodyIsReadAsEdited() throws Exception {
        HttpFlow before = twoBodies();
        session.durable().get();
        byte[] edited = bytes(25_000, 'Z');
        session.accept(new FlowEvent.BodyChunk(3, 0, edited));
        HttpFlow next = Flows.answered(before, FlowState.COMPLETE, new Body.Stored(3, 25_000, 25_000, true));
        HttpFlow after = new HttpFlow(
                next.id(),
                next.revision(),
                next.state(),
                next.started(),
                next.duration(),
                next.client(),
                next.server(),
                next.request(),
                next.response(),
                next.interim(),
                next.error(),
                next.notes(),
                before);
        session.accept(new FlowEvent.Changed(after));
        session.durable().get();
        try (SessionReader reader = session.reader()) {
            HttpFlow read = (HttpFlow) reader.flow(1).orElseThrow();
            assertThat(reader.body(responseBody(read)).readAllBytes()).isEqualTo(edited);
            HttpFlow original = Objects.requireNonNull(read.original());
            assertThat(reader.body(responseBody(original)).readAllBytes()).isEqualTo(LARGER);
        }
    }

    @Test
    void d6AResumedSessionHasItsFlowsInReadersAndView() throws Exception {
        record(4);
        session.close();
        session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(file, "test"), new Sequences());
        try (Views views = Views.of(session);
                SessionReader reader = session.reader()) {
            View view = views.open();
            view.settled().get();
            assertThat(view.size().get()).isEqualTo(4);
            assertThat(view.page(0, 10).get()).hasSize(4);
            assertThat(session.newest(4, reader)).contains(Flows.complete(4));
        }
    }

    @Test
    void d7NothingIsLostAtTheEnd() throws Exception {
        for (long id = 1; id <= 5000; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        assertThat(session.close().flows()).isEqualTo(5000);
        try (SessionReader reader = SqliteSessionReader.open(file)) {
            assertThat(reader.ids(Place.START, 10_000, false)).hasSize(5000);
        }
    }

    @Test
    void d8WhatWasDeletedIsGoneEverywhere() throws Exception {
        twoBodies();
        session.accept(new FlowEvent.Deleted(1));
        session.durable().get();
        assertThat(session.hot().size()).isZero();
        for (String table : List.of("flow", "flow_pb", "body", "body_chunk")) {
            assertThat(count("SELECT count(*) FROM " + table)).as(table).isZero();
        }
        assertThat(session.close().flows()).isZero();
    }

    @Test
    void d9AStreamedFlowWithoutABodyYetIsStored() throws Exception {
        HttpFlow open = Flows.open(1);
        session.accept(new FlowEvent.Opened(open));
        HttpFlow head = Flows.answered(open, FlowState.OPEN, new Body.Stored(1, 0, 0, false));
        session.accept(new FlowEvent.Changed(head));
        session.durable().get();
        try (SessionReader reader = session.reader()) {
            assertThat(reader.flow(1)).contains(head);
            assertThat(reader.body(responseBody(head)).readAllBytes()).isEmpty();
        }
    }

    @Test
    void d11NothingOfADurableFlowStaysInMemory() throws Exception {
        record(1000);
        assertThat(session.hot().size()).isZero();
    }

    @Test
    void d13FactsAreTakenWhileTheDatabaseIsLocked() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (long id = 1; id <= 100; id++) {
                session.accept(new FlowEvent.Closed(Flows.complete(id)));
            }
            // All facts are accepted and none is written. This thread was not blocked, since the lock is released only
            // below.
            assertThat(session.hot().size()).isEqualTo(100);
            statement.execute("ROLLBACK");
        }
        session.durable().get();
        assertThat(count("SELECT count(*) FROM flow")).isEqualTo(100);
    }

    @Test
    void d14RawStreamsAndAnyBytesAreStored() throws Exception {
        Flow raw = Flows.raw(1, FlowState.COMPLETE, 1);
        Message message =
                new Message(1, 0, Flows.EPOCH, Direction.CLIENT_TO_SERVER, new byte[] {(byte) 0xff, 0, (byte) 0xc0});
        session.accept(new FlowEvent.MessageSeen(message));
        session.accept(new FlowEvent.Closed(raw));
        HttpFlow http = Flows.complete(2);
        HttpFlow odd = new HttpFlow(
                2,
                3,
                http.state(),
                http.started(),
                http.duration(),
                http.client(),
                http.server(),
                http.request().withHeaders(Headers.of("X-\u00ff\u0080", "\u00e9\u00ff\u0001")),
                http.response(),
                http.interim(),
                http.error(),
                http.notes(),
                null);
        session.accept(new FlowEvent.Closed(odd));
        session.durable().get();
        try (SessionReader reader = session.reader()) {
            assertThat(reader.flow(1)).contains(raw);
            assertThat(reader.messages(1, 0, 10)).containsExactly(message);
            assertThat(reader.flow(2)).contains(odd);
        }
    }

    private HttpFlow twoBodies() {
        session.accept(new FlowEvent.BodyChunk(1, 0, LARGE));
        HttpFlow open = Flows.open(1, new Body.Stored(1, LARGE.length, LARGE.length, true));
        session.accept(new FlowEvent.Opened(open));
        session.accept(new FlowEvent.BodyChunk(2, 0, LARGER));
        HttpFlow closed =
                Flows.answered(open, FlowState.COMPLETE, new Body.Stored(2, LARGER.length, LARGER.length, true));
        session.accept(new FlowEvent.Closed(closed));
        return closed;
    }

    private static Body responseBody(HttpFlow flow) {
        return Objects.requireNonNull(flow.response()).body();
    }

    private void record(int flows) throws Exception {
        for (long id = 1; id <= flows; id++) {
            session.accept(new FlowEvent.Opened(Flows.open(id)));
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
    }

    private long count(String sql) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                var row = other.createStatement().executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static byte[] bytes(int size, char fill) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }
}
