package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a view's list, and what it shows while it searches. */
@Timeout(600)
class ViewWindowTest {
    @TempDir
    Path folder;

    private Session session;
    private Views views;
    private View view;

    @BeforeEach
    void start() throws Exception {
        session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), new Sequences());
        views = Views.of(session);
        view = views.open();
    }

    @AfterEach
    void stop() throws Exception {
        views.close();
        session.close();
    }

    private void record(long first, long last) throws Exception {
        for (long id = first; id <= last; id++) {
            session.accept(new FlowEvent.Closed(Flows.complete(id)));
        }
        session.durable().get();
        view.settled().get();
    }

    private static Arrangement all() {
        return Arrangement.INITIAL;
    }

    private static Arrangement matching(String filter) {
        return all().withFilter(FilterParser.parse(filter));
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aWindowHasThePlacesAndTheSizeOfOneMoment() throws Exception {
        record(1, 100);
        ViewWindow window = view.window(10, 5).get();
        assertThat(window.size()).isEqualTo(100);
        assertThat(window.from()).isEqualTo(10);
        assertThat(window.ids()).isEqualTo(numbers(11, 15));
        assertThat(view.window(98, 5).get().ids()).isEqualTo(numbers(96, 100));
        assertThat(view.window(98, 500).get().ids()).isEqualTo(numbers(1, 100));
        assertThat(view.window(-3, 2).get().ids()).isEqualTo(numbers(1, 2));
        assertThat(view.window(0, 0).get().ids()).isEmpty();
    }

    @Test
    void theTailIsAtTheEndOrAtTheBeginningIfReversed() throws Exception {
        record(1, 100);
        assertThat(view.tail(3).get().ids()).containsExactly(98L, 99L, 100L);
        view.setReversed(true).get();
        ViewWindow reversed = view.tail(3).get();
        assertThat(reversed.ids()).containsExactly(100L, 99L, 98L);
        assertThat(reversed.from()).isZero();
    }

    @Test
    void aWindowAroundAFlowHasItInTheMiddle() throws Exception {
        record(1, 100);
        assertThat(view.around(50, 4).get().ids()).containsExactly(48L, 49L, 50L, 51L);
        assertThat(view.around(1, 4).get().ids()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(view.around(100, 4).get().ids()).containsExactly(97L, 98L, 99L, 100L);
        assertThat(view.around(1_000, 2).get().ids()).containsExactly(99L, 100L);
    }

    @Test
    void aWindowAroundAFlowThatIsNotShownIsWhereItWouldBe() throws Exception {
        for (long id = 1; id <= 300; id++) {
            session.accept(new FlowEvent.Closed(Varied.answered(Varied.open(id, id), id)));
        }
        session.durable().get();
        for (Order order : Order.values()) {
            view.arrange(matching("!(id = 150)").withOrder(order), false, progress -> {})
                    .get();
            List<Long> without = view.ids(0, 1000).get();
            List<Long> around = view.around(150, 2).get().ids();
            view.arrange(all().withOrder(order), false, progress -> {}).get();
            List<Long> with = view.ids(0, 1000).get();
            int place = with.indexOf(150L);
            assertThat(without).doesNotContain(150L).hasSize(299);
            assertThat(around).as(order + " " + place).contains(without.get(Math.min(place, without.size() - 1)));
        }
    }

    @Test
    void eachFrameOfChangesHasANumber() throws Exception {
        record(1, 1);
        BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
        view.listen(frames::add);
        long before = view.window(0, 1).get().frame();
        assertThat(view.window(0, 1).get().frame()).isGreaterThanOrEqualTo(before);
        record(2, 2);
        assertThat(frames.poll(180, TimeUnit.SECONDS)).isNotNull();
        assertThat(view.window(0, 1).get().frame()).isGreaterThan(before);
    }

    @Test
    void theProgressOfASearchEndsWithItsMatches() throws Exception {
        record(1, 1200);
        for (boolean newestFirst : List.of(false, true)) {
            BlockingQueue<SearchProgress> told = new LinkedBlockingQueue<>();
            view.arrange(matching("~u items/1.*0\\?"), newestFirst, told::add).get();
            SearchProgress last = SearchProgressReader.last(told);
            assertThat(last).isEqualTo(new SearchProgress(false, 1200, 1200, 32));
            assertThat(view.ids(0, 3).get()).containsExactly(10L, 100L, 110L);
            view.arrange(all(), false, progress -> {}).get();
        }
    }

    @Test
    void matchesAreShownWhileTheSearchRuns() throws Exception {
        record(1, 1200);
        AtomicInteger seenWhileSearching = new AtomicInteger();
        CompletableFuture<Void> done = new CompletableFuture<>();
        view.arrange(matching("~u items"), true, progress -> {
            if (!progress.searching()) {
                done.complete(null);
            } else if (progress.matches() > 0) {
                // on the view thread, so that the search cannot have ended for the view
                view.size().thenAccept(size -> seenWhileSearching.addAndGet((int) Math.min(size, 10_000)));
            }
        });
        done.get(180, TimeUnit.SECONDS);
        view.size().get();
        assertThat(seenWhileSearching.get()).isPositive();
        assertThat(view.size().get()).isEqualTo(1200);
    }

    @Test
    void aCancelledSearchThatTookThePlaceOfOneThatWasShownAsFoundLeavesAWholeList() throws Exception {
        record(1, 600);
        session.durable().get();
        for (int i = 0; i < 20; i++) {
            view.setOrder(i % 2 == 0 ? Order.STATUS : Order.SIZE);
            view.arrange(matching("id > 100"), false, progress -> {}).exceptionally(failure -> null);
            view.setFilter(FilterParser.parse("id > 300")).exceptionally(failure -> null);
            view.cancelSearch().get();
            view.settled().get();
            Arrangement now = view.arrangement().get();
            List<Long> whole = LongStream.rangeClosed(1, 600)
                    .filter(id -> now.deciding().test(Flows.complete(id), ContentSource.NONE) == Match.YES)
                    .boxed()
                    .toList();
            assertThat(view.ids(0, 1000).get()).containsExactlyInAnyOrderElementsOf(whole);
        }
    }

    @Test
    void aCancelledSearchReturnsToTheListBeforeWithWhatChangedMeanwhile() throws Exception {
        record(1, 600);
        view.arrange(matching("id > 100"), false, progress -> {}).get();
        view.focus(200).get();
        CountDownLatch searching = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Void> search = new CompletableFuture<>();
        // held on the view thread at its first report, so that the search is in progress when it is cancelled
        BlockingQueue<SearchProgress> told = new LinkedBlockingQueue<>();
        view.arrange(matching("~b needle"), false, progress -> {
                    told.add(progress);
                    if (searching.getCount() > 0) {
                        searching.countDown();
                        try {
                            cancelled.await(180, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                })
                .whenComplete((done, failure) -> search.complete(null));
        assertThat(searching.await(180, TimeUnit.SECONDS)).isTrue();
        session.accept(new FlowEvent.Closed(Flows.complete(601)));
        session.accept(new FlowEvent.Deleted(300));
        CompletableFuture<Boolean> cancel = view.cancelSearch();
        cancelled.countDown();
        cancel.get();
        view.settled().get();
        if (view.arrangement().get().equals(matching("id > 100"))) {
            assertThat(view.size().get()).isEqualTo(500);
            assertThat(view.tail(1).get().ids()).containsExactly(601L);
            assertThat(view.indexOf(300).get()).isEmpty();
            assertThat(view.focus().get()).hasValue(200);
        } else {
            assertThat(search).isCompleted(); // the search had ended
        }
        assertThat(SearchProgressReader.last(told).searching()).isFalse();
    }

    @Test
    void aPageDoesNotWaitForSearches() throws Exception {
        record(1, 10);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            views.searcher().execute(() -> {
                busy.countDown();
                try {
                    go.await(180, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(busy.await(180, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> filter = view.setFilter(FilterParser.parse("id = 3"));
        assertThat(view.flows(List.of(1L, 2L)).get(180, TimeUnit.SECONDS))
                .extracting(Flow::id)
                .containsExactly(1L, 2L);
        assertThat(filter).isNotDone();
        go.countDown();
        filter.get(180, TimeUnit.SECONDS);
        assertThat(view.size().get()).isEqualTo(1);
    }

    @Test
    void aViewIsFoundByItsNumberUntilItIsClosed() {
        assertThat(views.find(view.number())).contains(view);
        View other = views.open();
        assertThat(other.number()).isNotEqualTo(view.number());
        other.close();
        assertThat(views.find(other.number())).isEmpty();
    }

    @Test
    void listenersOfFlowsHearChangesThatNoViewShows() throws Exception {
        view.setFilter(new Filter.Not(Filter.ALL)).get();
        BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
        FlowListener listener = (changed, deleted, behind) -> {
            changed.forEach(flow -> heard.add(flow.id()));
            deleted.forEach((long flow) -> heard.add(-flow));
        };
        views.listen(listener);
        session.accept(new FlowEvent.Closed(Flows.complete(7)));
        assertThat(heard.poll(180, TimeUnit.SECONDS)).isEqualTo(7);
        session.accept(new FlowEvent.Deleted(7));
        assertThat(heard.poll(180, TimeUnit.SECONDS)).isEqualTo(-7);
        views.forget(listener);
    }
}
