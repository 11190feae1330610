package dev.steno.fleet.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.FilterParser;
import dev.steno.fleet.testing.LoggedLines;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.fleet.testing.SampleFlows;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search passes damaged flows over, and says so in few lines. */
class DamagedSearchTest {
    private static List<Long> found(SharedReader reader, String filter) throws Exception {
        List<Long> found = new ArrayList<>();
        reader.search(
                FlowSearch.of(FilterParser.parse(filter)), place -> found.add(place.flow() & 0xffff), () -> false);
        return found;
    }

    private static LoadedStore store(int flows) throws Exception {
        LoadedStore store = new LoadedStore(PostgresServer.shared());
        SqliteSessionStore file = SqliteSessionStore.temporary("test");
        try (SessionReader session = file.reader()) {
            List<FlowEvent> facts = new ArrayList<>();
            for (int id = 1; id <= flows; id++) {
                facts.add(new FlowEvent.Closed(SampleFlows.complete(id, id)));
            }
            file.commit(WriteBatch.of(facts.toArray(FlowEvent[]::new)));
            store.load(3, session, session.page(Place.START, flows, false));
        } finally {
            file.close();
        }
        return store;
    }

    @Test
    void theFirstDamagedFlowsAreNamedAndTheOthersAreCounted() throws Exception {
        try (LoadedStore store = store(12);
                SharedReader reader = SharedReader.open(store.url);
                LoggedLines logged = new LoggedLines(FlowMatcher.class)) {
            store.run("UPDATE steno.flow SET dict = -1, pb = '\\x0102' WHERE flow <= 2");
            store.run(
                    "UPDATE steno.flow SET dict = 0, pb = substr(pb, 1, 40) WHERE flow BETWEEN 3 AND 10 AND dict = 0");
            store.run("UPDATE steno.flow SET dict = 0, pb = '\\x' WHERE flow BETWEEN 3 AND 10 AND dict <> 0");

            assertThat(found(reader, "~h agent")).containsExactly(11L, 12L);

            assertThat(logged.lines()).hasSize(4);
            assertThat(logged.lines().get(0))
                    .isEqualTo(
                            "a search passes a flow over: cannot read the shared store " + store.url
                                    + ": flow 3.1 is damaged: it does not begin with a frame of zstd that tells its size (RFC 8878)");
            assertThat(logged.lines().get(2))
                    .startsWith("a search passes a flow over: cannot read the shared store " + store.url
                            + ": flow 3.3: the stored flow is damaged: ")
                    .doesNotContain("This could mean");
            assertThat(logged.lines().get(3)).isEqualTo("the search passed 7 further flows over, which are damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chunk = 9223372036854775807, last = 9223372036854775807",
                "chunk = -9223372036854775808, first = -9223372036854775808",
                "chunk = -1, first = 12, last = 1",
                "flows = '\\xffffffffffffffffff7f'",
                "flows = ''",
                "partial = '\\xffffffffffffffffff7f'",
                "recorder = 2147483647",
                "recorder = -7"
            })
    void aChunkWithOddNumbersHidesNoFlow(String odd) throws Exception {
        try (LoadedStore store = store(12);
                SharedReader reader = SharedReader.open(store.url)) {
            store.run("INSERT INTO steno.text_chunk (recorder, chunk, since, started, first, last, partial)"
                    + " SELECT 3, 12, min(started), max(started), 1, 12, '' FROM steno.flow");
            store.run("UPDATE steno.text_chunk SET " + odd);
            store.run("INSERT INTO steno.text_again (recorder, flow, started) SELECT -7, -1, started FROM steno.flow"
                    + " ON CONFLICT DO NOTHING");
            assertThat(found(reader, "~h user-agent")).hasSize(12);
        }
    }

    @Test
    void aDamagedIndexOfTextsHidesNoFlow() throws Exception {
        try (LoadedStore store = store(12);
                SharedReader reader = SharedReader.open(store.url);
                LoggedLines logged = new LoggedLines(SharedTexts.class)) {
            store.run("INSERT INTO steno.text_chunk (recorder, chunk, since, started, first, last, partial)"
                    + " SELECT 3, 12, min(started), max(started), 1, 12, '' FROM steno.flow");
            assertThat(found(reader, "~h user-agent")).hasSize(12);
            assertThat(logged.lines()).hasSize(1).first().asString().contains("index of texts", "lacks its part");
            store.run(
                    "INSERT INTO steno.text_posting (recorder, chunk, part, started, dict, lists)"
                            + " SELECT 3, 12, n, (SELECT max(started) FROM steno.flow), 0, '\\x01' FROM generate_series(0, 511) n");
            assertThat(found(reader, "~h user-agent")).hasSize(12);
        }
    }
}
