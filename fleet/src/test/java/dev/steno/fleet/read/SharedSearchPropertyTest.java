package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.filter.NumberField;
import dev.steno.filter.Order;
import dev.steno.filter.TextField;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.RecordedBy;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StoredBodies;
import dev.steno.sqlite.query.RandomFilters;
import dev.steno.store.FlowRewrite;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.SortColumn;
import dev.steno.store.StoredContent;
import dev.steno.store.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For all flows, filters and orders, the shared store gives the same flows as the session file that was shipped to it, and
 * the same as a test of each flow.
 */
class SharedSearchPropertyTest {
    private static final int RECORDER = 300;
    private static final int OTHER = 17;

    private static LoadedStore store;

    /** Flows of all tries that the index of texts covered. */
    private static int covered;

    @BeforeContainer
    static void load() throws Exception {
        store = new LoadedStore(PostgresServer.shared());
        store.day("1970-01-01");
    }

    @AfterContainer
    static void close() throws Exception {
        if (store != null) {
            store.close();
            assertThat(covered).isPositive();
        }
    }

    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(4).ofMaxSize(16);
    }

    /** Flows with the numbers of a session, some of them within one day. */
    private static List<Flow> numbered(List<Flow> flows, Random random) {
        List<Flow> numbered = new ArrayList<>();
        for (Flow flow : flows) {
            long number = numbered.size() + 1L;
            numbered.add(
                    new FlowRewrite() {
                        @Override
                        protected long id(long id) {
                            return number;
                        }

                        @Override
                        protected long parent(long id) {
                            return 1 + random.nextInt(20);
                        }

                        @Override
                        protected long connection(long connection) {
                            return FlowNumber.local(connection);
                        }
                    }.of(flow));
        }
        return numbered;
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void everyFilterAndEveryOrderGivesTheSameFlowsFromFileAndStore(
            @ForAll("sessions") List<Flow> given, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        SqliteSessionStore file = SqliteSessionStore.temporary("test");
        try (SessionReader session = file.reader()) {
            file.commit(WriteBatch.of(
                    StoredBodies.recording(numbered(given, random)).toArray(FlowEvent[]::new)));
            List<Flow> recorded = session.page(Place.START, 100, false);
            store.clear();
            store.recorder(RECORDER, "work.steno", "Proxy17");
            store.recorder(RECORDER + 1, "other.steno", "proxy18");
            store.load(RECORDER, session, recorded);
            store.load(OTHER, session, recorded.subList(0, 2));
            if (random.nextInt(6) > 0) {
                LoadedTexts texts = new LoadedTexts(store, random);
                covered += texts.write(RECORDER, recorded, new StoredContent(session));
                covered += texts.write(OTHER, recorded.subList(0, 2), new StoredContent(session));
            }
            try (SharedReader shared = SharedReader.open(store.url)) {
                List<Flow> flows = inTime(recorded);
                assertThat(shared.page(Place.START, 100, false)).isEqualTo(flows);
                assertThat(shared.rows(Place.START, 100, false))
                        .isEqualTo(flows.stream().map(FlowRow::of).toList());
                compareFilters(session, recorded, shared, flows, random);
                compareOrders(shared, flows);
            }
        } finally {
            file.close();
        }
    }

    private static Filter ofRecorder(Random random, Filter other) {
        List<String> texts = List.of("17", "300", "proxy1", "PROXY17", "^work", "steno$", "proxy18", "nobody", ".");
        String text = texts.get(random.nextInt(texts.size()));
        Filter named = random.nextBoolean()
                ? new Filter.Equals(TextField.RECORDER, text)
                : Filter.Matches.of(TextField.RECORDER, text);
        Filter leaf = random.nextInt(3) == 0 ? new Filter.Not(named) : named;
        return random.nextBoolean() ? leaf : new Filter.Or(List.of(leaf, other));
    }

    /** The flows of both recorders with their numbers in the store, as they are read from it. */
    private static List<Flow> inTime(List<Flow> recorded) {
        List<Flow> flows = new ArrayList<>();
        RecordedBy named = new RecordedBy("work.steno", "Proxy17"); // the other one has no name
        recorded.forEach(flow -> flows.add(new SharedNumbers(RECORDER, named).of(flow)));
        recorded.subList(0, 2).forEach(flow -> flows.add(new SharedNumbers(OTHER, RecorderNames.NAMELESS).of(flow)));
        flows.sort(Comparator.comparingLong(Flow::started).thenComparingLong(Flow::id));
        return flows;
    }

    private static void compareFilters(
            SessionReader session, List<Flow> recorded, SharedReader shared, List<Flow> flows, Random random)
            throws Exception {
        ContentSource content = new StoredContent(shared);
        for (int i = 0; i < 60; i++) {
            boolean ofFile = i % 2 == 0;
            Filter filter = i % 10 == 1
                    ? ofRecorder(random, new RandomFilters(random, flows).next(1))
                    : new RandomFilters(random, ofFile ? recorded : flows).next(3);
            List<Long> expected = flows.stream()
                    .filter(flow -> filter.test(flow, content) == Match.YES)
                    .map(Flow::id)
                    .toList();
            List<Long> found = found(shared, FlowSearch.of(filter));
            assertThat(found).as("%s", filter).isEqualTo(expected);
            if (!namesNumbers(filter)) {
                List<Long> inFile = new ArrayList<>();
                session.search(FlowSearch.of(filter), place -> inFile.add(place.flow()), () -> false);
                assertThat(found.stream()
                                .filter(flow -> FlowNumber.recorder(flow) == RECORDER)
                                .map(FlowNumber::local))
                        .as("%s", filter)
                        .containsExactlyInAnyOrderElementsOf(inFile);
            }
        }
    }

    /** Numbers of flows differ between a file and a store, and a file has no recorders. */
    private static boolean namesNumbers(Filter filter) {
        return filter instanceof Filter.Not not && namesNumbers(not.operand())
                || filter instanceof Filter.And and
                        && and.operands().stream().anyMatch(SharedSearchPropertyTest::namesNumbers)
                || filter instanceof Filter.Or or
                        && or.operands().stream().anyMatch(SharedSearchPropertyTest::namesNumbers)
                || filter instanceof Filter.Compare compare && compare.field() == NumberField.ID
                || filter instanceof Filter.Equals equals && equals.field() == TextField.RECORDER
                || filter instanceof Filter.Matches matches && matches.field() == TextField.RECORDER;
    }

    private static List<Long> found(SessionReader reader, FlowSearch what) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(what, place -> ids.add(place.flow()), () -> false);
        List<FlowRow> rows = new ArrayList<>();
        reader.searchRows(what.reverse(true), rows::add, () -> false);
        List<Long> backwards = new ArrayList<>(rows.stream().map(FlowRow::id).toList());
        Collections.reverse(backwards);
        assertThat(backwards).as("%s", what.filter()).isEqualTo(ids);
        return ids;
    }

    private static void compareOrders(SharedReader shared, List<Flow> flows) throws Exception {
        for (Order order : Order.values()) {
            Map<Long, SortColumn.Value> read = new HashMap<>();
            Place last = shared.column(order, Place.START, 100, read::put);
            assertThat(last).isEqualTo(Place.of(flows.get(flows.size() - 1)));
            assertThat(shared.column(order, last, 100, read::put)).isEqualTo(last);
            for (Flow flow : flows) {
                assertThat(read.get(flow.id())).as("%s of %s", order, flow).isEqualTo(SortColumn.of(order, flow));
            }
        }
    }
}
