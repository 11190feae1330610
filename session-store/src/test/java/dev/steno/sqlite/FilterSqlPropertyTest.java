package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.session.FlowRow;
import dev.steno.session.FlowSearch;
import dev.steno.session.SessionReader;
import dev.steno.session.StoredContent;
import dev.steno.session.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What a search finds is what the filter says of each flow, whatever the flows hold and the filter asks. */
class FilterSqlPropertyTest {
    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(4).ofMaxSize(16);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void aSearchFindsWhatTheFilterSaysOfEachFlow(@ForAll("sessions") List<Flow> given, @ForAll long seed)
            throws Exception {
        Map<Long, Flow> flows = new TreeMap<>();
        given.forEach(flow -> flows.put(flow.id(), flow));
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            store.commit(WriteBatch.of(
                    StoredBodies.recording(List.copyOf(flows.values())).toArray(FlowEvent[]::new)));
            Content content = new StoredContent(reader);
            List<Flow> kept = reader.page(SessionReader.START, 100, false);
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

    private static List<Long> found(SessionReader reader, FlowSearch what) throws Exception {
        List<Long> ids = new ArrayList<>();
        reader.search(what, ids::add, () -> false);
        List<FlowRow> rows = new ArrayList<>();
        reader.searchRows(what.reverse(true), rows::add, () -> false);
        List<Long> backwards = new ArrayList<>(rows.stream().map(FlowRow::id).toList());
        java.util.Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(ids);
        return ids;
    }
}
