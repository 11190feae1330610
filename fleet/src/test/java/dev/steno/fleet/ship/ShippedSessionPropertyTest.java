package dev.steno.fleet.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.fleet.read.SharedReader;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StoredBodies;
import dev.steno.sqlite.query.RandomFilters;
import dev.steno.store.FlowRewrite;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.SortColumn;
import dev.steno.store.WriteBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A session that was shipped is read from the shared store as from its file. */
class ShippedSessionPropertyTest {
    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(10).ofMaxSize(20);
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void filtersAndOrdersGiveTheSameFlowsFromTheFileAndTheStore(@ForAll("sessions") List<Flow> given, @ForAll long seed)
            throws Exception {
        Path folder = Files.createTempDirectory("steno-test-shipped");
        Path file = folder.resolve("work.steno");
        SqliteSessionStore recorded = SqliteSessionStore.open(file, "test");
        recorded.commit(WriteBatch.of(StoredBodies.recording(numbered(given)).toArray(FlowEvent[]::new)));
        recorded.close();
        String url = PostgresServer.shared().database();
        new Shipping().ship(file, url);
        try (SessionReader session = SqliteSessionReader.open(file);
                SessionReader shared = SharedReader.open(ServerUrl.parse(url))) {
            List<Flow> flows = session.page(Place.START, 100, false);
            assertThat(locals(shared.places(Place.START, 100, false)))
                    .containsExactlyInAnyOrderElementsOf(
                            flows.stream().map(Flow::id).toList());
            RandomFilters filters = new RandomFilters(new Random(seed), flows);
            for (int i = 0; i < 60; i++) {
                Filter filter = filters.next(3);
                String text = filter.toString();
                if (!text.contains("id ") && !text.contains("recorder ")) { // a file has other numbers, and no recorder
                    assertThat(locals(found(shared, filter)))
                            .as("%s", text)
                            .containsExactlyInAnyOrderElementsOf(locals(found(session, filter)));
                }
            }
            for (Order order : Order.values()) {
                assertThat(values(shared, order)).as("%s", order).isEqualTo(values(session, order));
            }
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    /** Flows with the numbers of a session. */
    private static List<Flow> numbered(List<Flow> flows) {
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
                            return 1;
                        }
                    }.of(flow));
        }
        return numbered;
    }

    private static List<Long> locals(List<Place> places) {
        return places.stream().map(place -> FlowNumber.local(place.flow())).toList();
    }

    private static List<Place> found(SessionReader reader, Filter filter) throws Exception {
        List<Place> found = new ArrayList<>();
        reader.search(FlowSearch.of(filter), found::add, () -> false);
        return found;
    }

    private static Map<Long, SortColumn.Value> values(SessionReader reader, Order order) throws Exception {
        Map<Long, SortColumn.Value> values = new HashMap<>();
        reader.column(order, Place.START, 100, (flow, value) -> values.put(FlowNumber.local(flow), value));
        return values;
    }
}
