package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.FlowArbitraries;
import dev.steno.flow.Flow;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.FlowRow;
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
            assertThat(reader.page(SessionReader.START, 100, false)).isEqualTo(kept);
            assertThat(reader.rows(SessionReader.START, 100, false))
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
}
