package dev.steno.sqlite.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.sqlite.Indexing;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StoredBodies;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.StoredContent;
import dev.steno.store.WriteBatch;
import dev.steno.store.condition.Condition;
import dev.steno.store.condition.Dialect;
import dev.steno.store.condition.FilterBounds;
import dev.steno.store.condition.FilterConditions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** For all flows and filters, a search finds exactly the flows that match the filter. */
class SqliteSearchPropertyTest {
    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(4).ofMaxSize(16);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void aSearchFindsWhatTheFilterSaysOfEachFlow(@ForAll("sessions") List<Flow> given, @ForAll long seed)
            throws Exception {
        Map<Long, Flow> flows = new TreeMap<>();
        given.forEach(flow -> flows.put(flow.id(), flow));
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            store.commit(WriteBatch.of(
                    StoredBodies.recording(List.copyOf(flows.values())).toArray(FlowEvent[]::new)));
            ContentSource content = new StoredContent(reader);
            List<Flow> kept = reader.page(Place.START, 100, false);
            assertThat(kept).hasSameSizeAs(flows.values());
            RandomFilters filters = new RandomFilters(new Random(seed), kept);
            for (int i = 0; i < 60; i++) {
                Filter filter = filters.next(3);
                List<Long> expected = kept.stream()
                        .filter(flow -> filter.test(flow, content) == Match.YES)
                        .map(Flow::id)
                        .toList();
                assertThat(found(reader, FlowSearch.of(filter)))
                        .as("%s", filter)
                        .isEqualTo(expected);
            }
        } finally {
            store.close();
        }
    }

    /** A store without callbacks and annotations still finds the flows that have to be tested, and none too many. */
    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void whatADialectCannotPrintIsLeftToTheFlow(@ForAll("sessions") List<Flow> given, @ForAll long seed)
            throws Exception {
        Map<Long, Flow> flows = new TreeMap<>();
        given.forEach(flow -> flows.put(flow.id(), flow));
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader();
                Connection sqlite = ConnectionOpener.read(store.file())) {
            store.commit(WriteBatch.of(
                    StoredBodies.recording(List.copyOf(flows.values())).toArray(FlowEvent[]::new)));
            ContentSource content = new StoredContent(reader);
            List<Flow> kept = reader.page(Place.START, 100, false);
            RandomFilters filters = new RandomFilters(new Random(seed), kept);
            for (int i = 0; i < 60; i++) {
                Filter filter = filters.next(3);
                FilterBounds bounds = FilterConditions.of(filter)
                        .within((condition, maybe) -> condition instanceof Condition.Tested
                                        || condition instanceof Condition.Annotated
                                        || condition instanceof Condition.AnnotatedNumber
                                ? Condition.of(maybe)
                                : condition);
                List<Long> expected = kept.stream()
                        .filter(flow -> filter.test(flow, content) == Match.YES)
                        .map(Flow::id)
                        .toList();
                assertThat(expected).as("sure: %s", filter).containsAll(ids(sqlite, bounds.sure()));
                assertThat(ids(sqlite, bounds.maybe())).as("maybe: %s", filter).containsAll(expected);
                if (bounds.isExact()) {
                    assertThat(ids(sqlite, bounds.sure()))
                            .as("exact: %s", filter)
                            .isEqualTo(expected);
                }
            }
        } finally {
            store.close();
        }
    }

    private static List<Long> ids(Connection sqlite, Condition where) throws Exception {
        Dialect.Printed printed = SqliteDialect.INSTANCE.print(where);
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement query =
                sqlite.prepareStatement("SELECT id FROM flow WHERE " + printed.sql() + " ORDER BY id")) {
            for (int i = 0; i < printed.parameters().size(); i++) {
                query.setObject(i + 1, printed.parameters().get(i));
            }
            ResultSet row = query.executeQuery();
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    /** The index is built in parts while flows are updated and deleted, and does not cover all flows at the end. */
    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void theIndexOfTextsChangesNothingOfIt(@ForAll("sessions") List<Flow> given, @ForAll long seed) throws Exception {
        Map<Long, Flow> flows = new TreeMap<>();
        given.stream().filter(flow -> flow.revision() < 1_000_000_000).forEach(flow -> flows.put(flow.id(), flow));
        List<FlowEvent> facts = StoredBodies.recording(List.copyOf(flows.values()));
        Random random = new Random(seed);
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            store.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
            Indexing.chunk(store, reader, 1 + random.nextInt(5));
            Indexing.chunk(store, reader, 1 + random.nextInt(5), false, () -> changeSome(store, facts, random));
            changeSome(store, facts, random);
            Indexing.chunk(store, reader, 5, true, () -> changeSome(store, facts, random));
            Indexing.chunk(store, reader, 1 + random.nextInt(5));
            ContentSource content = new StoredContent(reader);
            List<Flow> kept = reader.page(Place.START, 100, false);
            if (kept.isEmpty()) {
                return;
            }
            RandomFilters filters = new RandomFilters(random, kept);
            for (int i = 0; i < 60; i++) {
                Filter filter = filters.next(2);
                List<Long> expected = kept.stream()
                        .filter(flow -> filter.test(flow, content) == Match.YES)
                        .map(Flow::id)
                        .toList();
                assertThat(found(reader, FlowSearch.of(filter)))
                        .as("%s", filter)
                        .isEqualTo(expected);
            }
        } finally {
            store.close();
        }
    }

    /** Completes one flow and gives it the texts of another; sometimes deletes a flow. */
    private static void changeSome(SqliteSessionStore store, List<FlowEvent> facts, Random random) throws Exception {
        List<HttpFlow> flows = facts.stream()
                .filter(FlowEvent.Changed.class::isInstance)
                .map(fact -> ((FlowEvent.Changed) fact).flow())
                .filter(HttpFlow.class::isInstance)
                .map(HttpFlow.class::cast)
                .toList();
        if (flows.isEmpty()) {
            return;
        }
        HttpFlow from = flows.get(random.nextInt(flows.size()));
        HttpFlow to = flows.get(random.nextInt(flows.size()));
        HttpResponse response = from.response();
        HttpFlow changed = new HttpFlow(
                to.id(),
                to.revision() + 1 + random.nextInt(1000),
                FlowState.COMPLETE,
                to.started(),
                to.duration(),
                to.client(),
                to.server(),
                from.request().withBody(inline(from.request().body())),
                response == null ? null : response.withBody(inline(response.body())),
                List.of(),
                to.error(),
                to.notes(),
                null);
        store.commit(WriteBatch.of(new FlowEvent.Changed(changed)));
        if (random.nextInt(3) == 0) {
            store.commit(WriteBatch.of(new FlowEvent.Deleted(
                    flows.get(random.nextInt(flows.size())).id())));
        }
    }

    /** Replaces a stored body, since it belongs to one flow only. */
    private static Body inline(Body body) {
        return body instanceof Body.Stored ? new Body.Inline("taken over".getBytes(StandardCharsets.US_ASCII)) : body;
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
}
