package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowCodec;
import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader of a shared store gives beside searches, over several days and recorders, and after failures. */
class SharedReaderTest {
    private static final int RECORDER = 3;
    private static final int BODY = 250_010;

    private static LoadedStore store;

    @BeforeAll
    static void prepare() throws Exception {
        store = new LoadedStore(PostgresServer.shared());
        store.day("2026-09-21");
        store.day("2026-09-22");
        store.day("2026-09-24");
    }

    @AfterAll
    static void close() throws Exception {
        if (store != null) {
            store.close();
        }
    }

    @BeforeEach
    void clear() throws Exception {
        store.clear();
    }

    /** Records events to a session and ships it. */
    private static List<Flow> ship(int recorder, FlowEvent... events) throws Exception {
        return ship(store, recorder, events);
    }

    private static List<Flow> ship(LoadedStore to, int recorder, FlowEvent... events) throws Exception {
        SqliteSessionStore file = SqliteSessionStore.temporary("test");
        try (SessionReader session = file.reader()) {
            file.commit(WriteBatch.of(events));
            List<Flow> flows = session.page(Place.START, 1000, false);
            to.load(recorder, session, flows);
            return flows.stream()
                    .map(new SharedNumbers(recorder, RecorderNames.NAMELESS)::of)
                    .toList();
        } finally {
            file.close();
        }
    }

    @Test
    void pagesGoOnOverDaysAndRecordersInBothDirections() throws Exception {
        List<Flow> all = new ArrayList<>();
        for (int recorder = 1; recorder <= 3; recorder++) {
            FlowEvent[] events = new FlowEvent[40];
            for (int i = 0; i < events.length; i++) {
                long hours = i * 3L; // five days, of which some have no tables
                events[i] = new FlowEvent.Closed(at(Flows.complete(i + 1), hours * 3600_000_000_000L));
            }
            all.addAll(ship(recorder, events));
        }
        all.sort((a, b) -> Long.compare(a.started(), b.started()) != 0
                ? Long.compare(a.started(), b.started())
                : Long.compare(a.id(), b.id()));
        List<Flow> reversed = new ArrayList<>(all);
        Collections.reverse(reversed);
        try (SharedReader reader = SharedReader.open(store.url)) {
            for (int limit : new int[] {1, 7, 64, 1000}) {
                assertThat(pages(reader, limit, false)).isEqualTo(all);
                assertThat(pages(reader, limit, true)).isEqualTo(reversed);
            }
            assertThat(reader.rows(Place.of(all.get(10)), 5, false))
                    .isEqualTo(all.subList(11, 16).stream().map(FlowRow::of).toList());
            assertThat(reader.places(Place.of(all.get(10)), 3, true))
                    .isEqualTo(List.of(Place.of(all.get(9)), Place.of(all.get(8)), Place.of(all.get(7))));
            // an estimate: what moved to the table of its day is counted in both until the server has noted the move
            assertThat(reader.usage().flows()).isBetween(0L, 240L);
            assertThat(reader.usage().bytes()).isPositive();
            store.run("INSERT INTO steno.recorder (recorder, session, name, host, version)"
                    + " VALUES (2, gen_random_uuid(), 'work.steno', 'build-7', '1.2')");
            assertThat(reader.recorders()).containsExactly("work.steno on build-7");
            assertThat(reader.info()).satisfies(info -> {
                assertThat(info.name()).isEqualTo(store.url.name());
                assertThat(info.flows()).isEqualTo(120);
                assertThat(info.byKind()).containsExactly(Map.entry("http", 120L));
                assertThat(info.firstStarted()).isEqualTo(reversed.get(119).started());
                assertThat(info.lastStarted()).isEqualTo(reversed.get(0).started());
                assertThat(info.application()).isEqualTo("steno 1.2");
                assertThat(info.file()).isNull();
            });
        }
    }

    private static Flow at(Flow flow, long later) {
        HttpFlow http = (HttpFlow) flow;
        return new HttpFlow(
                http.id(),
                http.revision(),
                http.state(),
                http.started() + later,
                http.duration(),
                http.client(),
                http.server(),
                http.request(),
                http.response(),
                http.interim(),
                http.error(),
                http.notes(),
                null);
    }

    private static List<Flow> pages(SessionReader reader, int limit, boolean reverse) throws IOException {
        List<Flow> found = new ArrayList<>();
        Place after = Place.START;
        for (List<Flow> page = reader.page(after, limit, reverse); !page.isEmpty(); ) {
            found.addAll(page);
            after = Place.of(page.get(page.size() - 1));
            page = reader.page(after, limit, reverse);
        }
        return found;
    }

    @Test
    void flowsAndRowsComeInTheOrderOfTheirNumbersWithoutThoseThatAreMissing() throws Exception {
        List<Flow> flows = ship(
                RECORDER,
                new FlowEvent.Closed(Flows.complete(1)),
                new FlowEvent.Closed(Flows.complete(2)),
                new FlowEvent.Changed(Flows.open(3)));
        ship(9, new FlowEvent.Closed(Flows.complete(2)));
        try (SharedReader reader = SharedReader.open(store.url)) {
            List<Long> ids = List.of(
                    flows.get(2).id(), FlowNumber.of(RECORDER, 77), flows.get(0).id());
            assertThat(reader.flows(ids)).containsExactly(flows.get(2), flows.get(0));
            assertThat(reader.rows(ids)).containsExactly(FlowRow.of(flows.get(2)), FlowRow.of(flows.get(0)));
            assertThat(reader.flow(flows.get(1).id())).contains(flows.get(1));
            assertThat(reader.flow(2)).isEmpty();
            assertThat(reader.openIds()).containsExactly(flows.get(2).id());
            assertThat(reader.lastFlow()).isEqualTo(FlowNumber.of(9, 2));
            List<String> ranges = new ArrayList<>();
            reader.ranges((from, to) -> ranges.add(FlowNumber.print(from) + "-" + FlowNumber.print(to)), () -> false);
            assertThat(ranges).contains("9.2-9.2");
            ColumnBlock block = reader.columns(List.of(FlowColumns.ID, FlowColumns.HOST), Place.START);
            List<String> read = new ArrayList<>();
            while (block.next()) {
                read.add(FlowNumber.print(block.number(FlowColumns.ID)) + " " + block.text(FlowColumns.HOST));
            }
            assertThat(read)
                    .containsExactly("3.1 example.test", "3.2 example.test", "9.2 example.test", "3.3 example.test");
            assertThat(reader.columns(List.of(FlowColumns.ID), block.last()).next())
                    .isFalse();
            assertThat(reader.columnsOf(List.of(FlowColumns.ID), new long[] {FlowNumber.of(9, 2), 7})
                            .next())
                    .isTrue();
            assertThat(reader.summary().hosts()).singleElement().satisfies(host -> {
                assertThat(host.name()).isEqualTo("example.test");
                assertThat(host.flows()).isEqualTo(4);
            });
        }
    }

    @Test
    void bodiesAreReadInPiecesFromAnyOffset() throws Exception {
        byte[] bytes = new byte[BODY];
        new Random(1).nextBytes(bytes);
        Flow flow = ship(
                        RECORDER,
                        new FlowEvent.BodyChunk(5, 0, bytes),
                        new FlowEvent.Closed(Flows.complete(1, new Body.Stored(5, BODY, BODY, true))))
                .get(0);
        for (boolean known : new boolean[] {true, false}) {
            try (SharedReader reader = SharedReader.open(store.url)) {
                if (known) {
                    assertThat(reader.flow(flow.id())).contains(flow);
                }
                Body body = new Body.Stored(FlowNumber.of(RECORDER, 5), BODY, BODY, true);
                assertThat(reader.body(body).readAllBytes()).isEqualTo(bytes);
                for (int offset : new int[] {0, 1, 99_999, 100_000, 240_000, BODY - 1, BODY, BODY + 7}) {
                    assertThat(reader.body(body, offset).readAllBytes())
                            .isEqualTo(Arrays.copyOfRange(bytes, Math.min(offset, BODY), BODY));
                }
                assertThat(reader.pieces(FlowNumber.of(RECORDER, 5), 1))
                        .singleElement()
                        .satisfies(piece -> assertThat(piece.length()).isEqualTo(100_000));
                assertThat(reader.pieces(FlowNumber.of(RECORDER, 5), 3)).isEmpty();
                assertThat(reader.flowsWithBodies(Place.START, 10)).containsExactly(flow.id());
                Body larger = new Body.Stored(FlowNumber.of(RECORDER, 5), BODY + 1, BODY + 1, true);
                assertThatThrownBy(() -> reader.body(larger).readAllBytes())
                        .hasMessage("body 3.5 ends after 250010 of 250011 bytes: the rest is not in the shared store,"
                                + " or not yet");
            }
        }
    }

    @Test
    void messagesAreReadInOrder() throws Exception {
        Flow flow = ship(
                        RECORDER,
                        message(0, "hello"),
                        message(1, ""),
                        message(2, "world"),
                        new FlowEvent.Closed(Flows.raw(4, FlowState.COMPLETE, 3)))
                .get(0);
        try (SharedReader reader = SharedReader.open(store.url)) {
            List<Message> messages = reader.messages(flow.id(), 0, 10);
            assertThat(messages)
                    .hasSize(3)
                    .allSatisfy(each -> assertThat(each.flow()).isEqualTo(flow.id()));
            assertThat(new String(messages.get(2).data())).isEqualTo("world");
            assertThat(messages.get(1).direction()).isEqualTo(Direction.SERVER_TO_CLIENT);
            assertThat(reader.messages(flow.id(), 2, 10)).hasSize(1);
            assertThat(reader.messageHeads(flow.id(), 1, 10, 3).get(1).start())
                    .asString()
                    .isEqualTo("wor");
            assertThat(reader.messageHeads(flow.id(), 0, 1, 0).get(0).recorded())
                    .isEqualTo(5);
            assertThat(reader.nextMessage(flow.id())).isEqualTo(3);
            assertThat(reader.nextMessage(77)).isZero();
        }
    }

    private static FlowEvent message(long sequence, String text) {
        return new FlowEvent.MessageSeen(new Message(
                4,
                sequence,
                Flows.EPOCH,
                sequence % 2 == 0 ? Direction.CLIENT_TO_SERVER : Direction.SERVER_TO_CLIENT,
                text.getBytes()));
    }

    @Test
    void editsAreReadWithTheFlowBeforeThem() throws Exception {
        Flow flow = ship(RECORDER, new FlowEvent.Closed(Flows.complete(1))).get(0);
        store.run(
                "INSERT INTO steno.revision (recorder, flow, n, started, time, author, what, dict, pb)"
                        + " VALUES (?, 1, 1, ?, 42, 'ann', 'the path', 0, ?)",
                RECORDER,
                flow.started(),
                FlowCodec.encode(Flows.complete(1)));
        try (SharedReader reader = SharedReader.open(store.url)) {
            assertThat(reader.edits(flow.id()))
                    .singleElement()
                    .satisfies(edit -> assertThat(edit.by()).isEqualTo("ann"));
            assertThat(reader.beforeEdit(flow.id(), 1)).contains((HttpFlow) flow);
            assertThat(reader.beforeEdit(flow.id(), 2)).isEmpty();
        }
    }

    @Test
    void theNotesOfViewersAreThoseOfTheFlow() throws Exception {
        List<Flow> flows = ship(
                RECORDER,
                new FlowEvent.Closed(
                        Flows.complete(1).withNotes(new Notes("red", "mine", Map.of(), Notes.Replay.NONE))),
                new FlowEvent.Closed(Flows.complete(2)));
        try (SharedReader reader = SharedReader.open(store.url)) {
            assertThat(marked(reader)).containsExactly("3.1 red");
            store.note(RECORDER, Flows.complete(2), "ann", "blue", "hers");
            assertThat(marked(reader)).containsExactly("3.1 red", "3.2 blue");
            assertThat(reader.flow(flows.get(1).id()))
                    .hasValueSatisfying(
                            flow -> assertThat(flow.notes().comment()).isEqualTo("hers"));
            store.note(RECORDER, Flows.complete(1), "ann", "", null);
            assertThat(marked(reader)).containsExactly("3.2 blue");
            assertThat(reader.rows(Place.START, 9, false).get(0).comment()).isEqualTo("mine");
        }
    }

    private static List<String> marked(SessionReader reader) throws IOException {
        List<String> found = new ArrayList<>();
        reader.searchRows(
                FlowSearch.of(new Filter.Is(Flag.MARKED)),
                row -> found.add(FlowNumber.print(row.id()) + " " + row.mark()),
                () -> false);
        return found;
    }

    @Test
    void aDamagedFlowIsToldAndDoesNotEndASearch() throws Exception {
        List<Flow> flows =
                ship(RECORDER, new FlowEvent.Closed(Flows.complete(1)), new FlowEvent.Closed(Flows.complete(2)));
        store.run("UPDATE steno.flow SET pb = 'rubbish', dict = -1 WHERE flow = 1");
        try (SharedReader reader = SharedReader.open(store.url)) {
            assertThatThrownBy(() -> reader.flow(flows.get(0).id()))
                    .hasMessageContainingAll("cannot read the shared store", "flow 3.1", "damaged")
                    .satisfies(SharedReaderTest::isOneLine);
            List<Long> found = new ArrayList<>();
            Filter filter = Filter.Matches.of(TextField.REQUEST_HEADERS, "example");
            reader.search(FlowSearch.of(filter), place -> found.add(place.flow()), () -> false);
            assertThat(found).containsExactly(flows.get(1).id());
            Set<Long> ordered = new TreeSet<>();
            List<Long> both = flows.stream().map(Flow::id).toList();
            reader.columnOf(Order.DURATION, flows.stream().map(Place::of).toList(), (flow, value) -> ordered.add(flow));
            assertThat(ordered).containsExactlyElementsOf(both);
        }
    }

    @Test
    void aBrokenConnectionIsOpenedAgainByTheNextRead() throws Exception {
        Flow flow = ship(RECORDER, new FlowEvent.Closed(Flows.complete(1))).get(0);
        try (SharedReader reader = SharedReader.open(store.url)) {
            assertThat(reader.flow(flow.id())).contains(flow);
            for (int i = 0; i < 3; i++) {
                store.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'steno read'"
                        + " AND datname = current_database()");
                assertThat(reader.flow(flow.id())).contains(flow);
            }
        }
    }

    @Test
    void aServerThatComesBackIsReadAgain() throws Exception {
        try (PostgresServer server = PostgresServer.start(Map.of());
                LoadedStore loaded = new LoadedStore(server);
                SharedReader reader = SharedReader.open(loaded.url)) {
            assertThat(reader.version()).isZero();
            server.kill();
            // the server's process for this connection may live a little longer
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThatThrownBy(reader::version)
                            .hasMessageStartingWith("the shared store " + loaded.url + ": ")
                            .satisfies(SharedReaderTest::isOneLine));
            server.start();
            assertThat(reader.version()).isZero();
        }
    }

    @Test
    void anErrorOfTheServerRepeatsNothingThatWasAskedFor() throws Exception {
        try (LoadedStore loaded = new LoadedStore(PostgresServer.shared());
                SharedReader reader = SharedReader.open(loaded.url)) {
            ship(loaded, RECORDER, new FlowEvent.Closed(Flows.complete(1)));
            loaded.run("ALTER TABLE steno.flow DROP COLUMN alias");
            Filter filter = Filter.Matches.of(TextField.DOMAIN, "hunter2");
            assertThatThrownBy(() -> reader.search(FlowSearch.of(filter), place -> true, () -> false))
                    .hasMessageContainingAll("alias", "42703")
                    .hasMessageNotContaining("hunter2")
                    .hasNoCause()
                    .satisfies(SharedReaderTest::isOneLine);
        }
    }

    private static void isOneLine(Throwable failure) {
        assertThat(failure.getMessage().lines()).hasSize(1);
    }
}
