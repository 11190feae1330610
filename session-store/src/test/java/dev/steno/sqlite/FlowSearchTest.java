package dev.steno.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.session.Flows;
import dev.steno.store.FlowRow;
import dev.steno.store.FlowSearch;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowSearchTest {
    private static final int FLOWS = 10_000;

    @TempDir
    Path folder;

    private SqliteSessionStore store;
    private SessionReader reader;

    @BeforeEach
    void record() throws Exception {
        store = SqliteSessionStore.open(folder.resolve("work.steno"), "test");
        reader = store.reader();
        store.commit(WriteBatch.of(LongStream.rangeClosed(1, FLOWS)
                .mapToObj(id -> new FlowEvent.Closed(Flows.complete(3 * id)))
                .toArray(FlowEvent[]::new)));
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        store.close();
    }

    @Test
    void allFlowsAreFoundInOrderEitherWay() throws Exception {
        assertThat(found(FlowSearch.of(Filter.ALL)))
                .hasSize(FLOWS)
                .startsWith(3L, 6L)
                .endsWith(3L * FLOWS);
        assertThat(found(FlowSearch.of(Filter.ALL).reverse(true)))
                .hasSize(FLOWS)
                .startsWith(3L * FLOWS)
                .endsWith(6L, 3L);
    }

    @Test
    void aSearchGoesOnBehindAMatch() throws Exception {
        FlowSearch search = FlowSearch.of(FilterParser.parse("~u items/3"));
        List<Long> all = found(search);
        assertThat(found(search.after(Place.ofNumber(all.get(99))))).isEqualTo(all.subList(100, all.size()));
        assertThat(found(search.reverse(true).after(Place.ofNumber(all.get(99)))))
                .hasSize(99)
                .endsWith(3L);
    }

    @Test
    void aSearchTellsHowMuchOfTheSessionItHasTested() throws Exception {
        for (boolean newestFirst : new boolean[] {false, true}) {
            FlowSearch all = FlowSearch.of(FilterParser.parse("~u nothing")).reverse(newestFirst);
            assertThat(shares(all)).isSorted().endsWith(1.0).allMatch(share -> share > 0 && share <= 1);
            assertThat(shares(all.after(Place.ofNumber(FLOWS)))).isSorted().endsWith(1.0);
        }
    }

    private List<Double> shares(FlowSearch what) throws SessionException {
        List<Double> shares = new ArrayList<>();
        reader.search(
                what,
                new FlowSearch.Found<>() {
                    @Override
                    public boolean accept(Place place) {
                        return true;
                    }

                    @Override
                    public void reached(Place place, double share) {
                        shares.add(share);
                    }
                },
                () -> false);
        return shares;
    }

    @Test
    void aMatchIsPassedOnWithItsPlace() throws Exception {
        List<Place> places = new ArrayList<>();
        reader.search(FlowSearch.of(FilterParser.parse("id <= 9")), places::add, () -> false);
        assertThat(places)
                .containsExactlyElementsOf(reader.rows(Place.START, 3, false).stream()
                        .map(Place::of)
                        .toList())
                .containsExactlyElementsOf(reader.places(Place.START, 3, false));
    }

    @Test
    void whoHasEnoughEndsTheSearch() throws Exception {
        List<FlowRow> page = new ArrayList<>();
        reader.searchRows(
                FlowSearch.of(FilterParser.parse("id > 100")),
                row -> {
                    page.add(row);
                    return page.size() < 50;
                },
                () -> false);
        assertThat(page).hasSize(50);
        assertThat(page.get(0))
                .isEqualTo(reader.rows(Place.ofNumber(100), 1, false).get(0));
    }

    @Test
    void aSearchIsCancelledBetweenTwoFlowsThatHaveToBeAsked() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> reader.search(
                        FlowSearch.of(FilterParser.parse("~h nothing")),
                        flow -> true,
                        () -> asked.incrementAndGet() > 100))
                .isInstanceOf(CancellationException.class);
        assertThat(asked).hasValue(101);
    }

    @Test
    void theReaderAnswersOtherCallsFromWithinASearch() throws Exception {
        List<Long> seen = new ArrayList<>();
        reader.search(
                FlowSearch.of(FilterParser.parse("id <= 30")),
                place -> {
                    assertThat(reader.flow(place.flow())).isPresent();
                    return found(FlowSearch.of(FilterParser.parse("id = " + place.flow() + " & path ~ 'items.'")))
                            .stream()
                            .allMatch(seen::add);
                },
                () -> false);
        assertThat(seen).hasSize(10);
    }

    @Test
    void aDamagedFlowDoesNotEndASearch() throws Exception {
        store.sqlite().execute("UPDATE flow_pb SET pb = x'ff' WHERE id = 300");
        assertThat(found(FlowSearch.of(FilterParser.parse("~h text/plain & id < 600"))))
                .hasSize(198)
                .doesNotContain(300L);
        assertThat(found(FlowSearch.of(FilterParser.parse("~u items & id < 600"))))
                .contains(300L);
    }

    private List<Long> found(FlowSearch what) throws SessionException {
        List<Long> ids = new ArrayList<>();
        reader.search(what, place -> ids.add(place.flow()), () -> false);
        return ids;
    }
}
