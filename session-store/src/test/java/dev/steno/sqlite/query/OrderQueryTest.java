package dev.steno.sqlite.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.session.Flows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.sqlite.StoredBodies;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.SortColumn;
import dev.steno.store.WriteBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** The values that a scan reads from a session equal those derived from the flows. */
class OrderQueryTest {
    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(2).ofMaxSize(16);
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void whatAnOrderComparesIsTheSameInAFlowAndInItsColumns(@ForAll("sessions") List<Flow> given) throws Exception {
        Map<Long, Flow> flows = new TreeMap<>();
        given.forEach(flow -> flows.put(flow.id(), flow));
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            store.commit(WriteBatch.of(
                    StoredBodies.recording(List.copyOf(flows.values())).toArray(FlowEvent[]::new)));
            List<Flow> kept = reader.page(Place.START, 100, false);
            assertThat(kept).hasSameSizeAs(flows.values());
            for (Order order : Order.values()) {
                Map<Long, SortColumn.Value> read = new HashMap<>();
                Place last = reader.column(order, Place.START, 100, read::put);
                assertThat(last.flow()).isEqualTo(kept.get(kept.size() - 1).id());
                assertThat(reader.column(order, last, 100, read::put)).isEqualTo(last);
                for (Flow flow : kept) {
                    assertThat(read.get(flow.id())).as("%s of %s", order, flow).isEqualTo(SortColumn.of(order, flow));
                }
                assertThat(kept.stream().sorted(byColumn(order)).toList())
                        .isEqualTo(kept.stream().sorted(order.comparator()).toList());
            }
        } finally {
            store.close();
        }
    }

    private static Comparator<Flow> byColumn(Order order) {
        return Comparator.comparing(
                        (Flow flow) -> SortColumn.of(order, flow),
                        Comparator.comparing((SortColumn.Value value) -> value.text() == null ? "" : value.text())
                                .thenComparingLong(SortColumn.Value::number))
                .thenComparingLong(Flow::id);
    }

    @Test
    void theNumbersOfASessionAreReadAsRangesAroundItsGaps() throws Exception {
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            assertThat(ranges(reader)).isEmpty();
            for (long[] range :
                    new long[][] {{1, 1}, {3, 4}, {10, 12}, {16_384, 16_390}, {1_000_000_000_000L, 1_000_000_000_001L}
                    }) {
                for (long id = range[0]; id <= range[1]; id++) {
                    store.commit(WriteBatch.of(new FlowEvent.Closed(Flows.complete(id))));
                }
            }
            assertThat(ranges(reader))
                    .containsExactly(
                            "1-1", "3-4", "10-12", "16384-16384", "16385-16390", "1000000000000-1000000000001");
            assertThatThrownBy(() -> reader.ranges((first, last) -> {}, () -> true))
                    .isInstanceOf(CancellationException.class);
        } finally {
            store.close();
        }
    }

    private static List<String> ranges(SessionReader reader) throws Exception {
        List<String> ranges = new ArrayList<>();
        reader.ranges((first, last) -> ranges.add(first + "-" + last), () -> false);
        return ranges;
    }
}
