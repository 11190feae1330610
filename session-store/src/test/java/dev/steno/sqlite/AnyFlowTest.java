package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowEdit;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/** For every flow, the file returns the same flow, its row, and the view for other programs. */
class AnyFlowTest {
    @Provide
    Arbitrary<List<Flow>> sessions() {
        return FlowArbitraries.flows().list().ofMinSize(1).ofMaxSize(12);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void theFileGivesBackWhatWasWritten(@ForAll("sessions") List<Flow> flows) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader();
                SqliteConnection client = new SqliteConnection(ConnectionOpener.read(store.file()))) {
            Map<Long, Flow> newest = new TreeMap<>();
            flows.forEach(flow -> newest.merge(flow.id(), flow, (a, b) -> b.revision() > a.revision() ? b : a));
            List<Flow> kept = newest.values().stream()
                    .filter(flow -> flow.id() >= 0)
                    .sorted(Comparator.comparingLong(Flow::id))
                    .toList();
            store.commit(
                    WriteBatch.of(flows.stream().map(FlowEvent.Changed::new).toArray(FlowEvent[]::new)));
            assertThat(reader.page(Place.START, 100, false)).isEqualTo(kept);
            assertThat(reader.rows(Place.START, 100, false))
                    .isEqualTo(kept.stream().map(FlowRow::of).toList());
            PreparedStatement url = client.of("SELECT url FROM flows WHERE id = ?");
            for (Flow flow : kept) {
                url.setLong(1, flow.id());
                try (ResultSet row = url.executeQuery()) {
                    assertThat(row.getString(1)).isEqualTo(FlowRow.of(flow).url());
                }
            }
            for (Flow flow : kept) {
                assertThat(client.number("SELECT count(*) FROM annotation WHERE flow = ?", flow.id()))
                        .isEqualTo(flow.notes().metadata().size());
            }
        } finally {
            store.close();
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void theFlowBeforeAnEditComesBackEqual(
            @ForAll("sessions") List<Flow> flows,
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '\u2fff') String by,
            @ForAll long time)
            throws Exception {
        Map<Long, HttpFlow> edited = new TreeMap<>();
        for (Flow flow : flows) {
            if (flow instanceof HttpFlow http && http.id() > 0) {
                edited.put(http.id(), http);
            }
        }
        FlowEdit edit = new FlowEdit(0, time, by, by + by);
        SqliteSessionStore store = SqliteSessionStore.temporary("test");
        try (SessionReader reader = store.reader()) {
            store.commit(WriteBatch.of(edited.values().stream()
                    .map(flow -> new FlowEvent.Edited(flow, withoutOriginal(flow), edit))
                    .toArray(FlowEvent[]::new)));
            for (HttpFlow flow : edited.values()) {
                assertThat(reader.flow(flow.id())).contains(flow);
                assertThat(reader.beforeEdit(flow.id(), 1)).contains(withoutOriginal(flow));
                assertThat(reader.edits(flow.id())).containsExactly(new FlowEdit(1, time, by, by + by));
            }
        } finally {
            store.close();
        }
    }

    private static HttpFlow withoutOriginal(HttpFlow flow) {
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request(),
                flow.response(),
                flow.interim(),
                flow.error(),
                flow.notes(),
                flow.webSocket(),
                flow.holds(),
                null);
    }
}
