package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.filter.ContentSource;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.flow.HttpFlow;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.WriteBatch;
import dev.steno.view.index.WindowSequence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Views of a store whose numbers do not tell the time: two session files, read as one. */
@Timeout(600)
class SharedViewTest {
    private static final int ROOM = 100;
    private static final int EACH = 150;
    private static final int FILES = 2;

    @TempDir
    Path folder;

    private final List<SqliteSessionStore> stores = new ArrayList<>();
    private final List<Flow> recorded = new ArrayList<>();
    private Feed feed;
    private Views views;
    private View view;

    @BeforeEach
    void open() throws Exception {
        for (int file = 1; file <= FILES; file++) {
            SqliteSessionStore store = SqliteSessionStore.open(folder.resolve(file + ".steno"), "test");
            stores.add(store);
        }
        for (int id = 1; id <= EACH; id++) {
            for (int file = 1; file <= FILES; file++) {
                // flows of the second recorder began later in the first half, and earlier in the second
                long started = 1_000L * id + (id < EACH / 2 == (file == 1) ? 0 : 500);
                commit(file, flow(id, started, 31L * id + file));
            }
        }
        feed = new Feed();
        views = Views.of(feed, ROOM);
        view = views.open();
        view.settled().get();
    }

    @AfterEach
    void close() throws Exception {
        views.close();
        for (SqliteSessionStore store : stores) {
            store.close();
        }
    }

    private static HttpFlow flow(long id, long started, long seed) {
        HttpFlow like = Varied.answered(Varied.open(id, seed), seed);
        return new HttpFlow(
                id,
                like.revision(),
                like.state(),
                started,
                like.duration(),
                like.client(),
                like.server(),
                like.request(),
                like.response(),
                like.interim(),
                like.error(),
                like.notes(),
                like.original());
    }

    /** Stores a flow; returns it as the store of both shows it. */
    private HttpFlow commit(int file, HttpFlow flow) throws SessionException {
        stores.get(file - 1).commit(WriteBatch.of(new FlowEvent.Closed(flow)));
        HttpFlow shared = MergedReader.shared(file, flow);
        recorded.add(shared);
        return shared;
    }

    private final class Feed implements FlowFeed {
        private final List<Consumer<FlowEvent>> followers = new CopyOnWriteArrayList<>();

        void tell(FlowEvent event) {
            followers.forEach(each -> each.accept(event));
        }

        @Override
        public boolean isInNumberOrder() {
            return false;
        }

        @Override
        public void follow(Consumer<FlowEvent> follower) {
            followers.add(follower);
        }

        @Override
        public void unfollow(Consumer<FlowEvent> follower) {
            followers.remove(follower);
        }

        @Override
        public List<Flow> waiting() {
            return List.of();
        }

        @Override
        public @Nullable Flow waiting(long flow) {
            return null;
        }

        @Override
        public CompletableFuture<Void> inReach(boolean hurry) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public SessionReader reader() throws SessionException {
            List<SessionReader> files = new ArrayList<>();
            for (int file = 1; file <= FILES; file++) {
                files.add(SqliteSessionReader.open(folder.resolve(file + ".steno")));
            }
            return new MergedReader(files);
        }

        @Override
        public void start(Duration between) {}

        @Override
        public CompletableFuture<Void> lookNow() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> readAgain(Roaring64Bitmap flows) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    /** The numbers that the window has, if it lists the newest that match. */
    private List<Long> expected(Arrangement wanted) {
        Comparator<Flow> time = Comparator.comparingLong(Flow::started).thenComparingLong(Flow::id);
        List<Flow> newest = recorded.stream()
                .filter(flow -> wanted.deciding().test(flow, ContentSource.NONE) == Match.YES)
                .sorted(time.reversed())
                .limit(ROOM)
                .toList();
        Comparator<Flow> order =
                wanted.order() == Order.TIME ? time : wanted.order().comparator();
        return newest.stream()
                .sorted(wanted.reversed() ? order.reversed() : order)
                .map(Flow::id)
                .toList();
    }

    private List<Long> shown() throws Exception {
        view.settled().get();
        return view.ids(0, 10 * ROOM).get();
    }

    @Test
    void theViewListsTheNewestFlowsInTheOrderInWhichTheyBegan() throws Exception {
        assertThat(shown()).hasSize(ROOM).isEqualTo(expected(Arrangement.INITIAL));
        ViewWindow tail = view.tail(3).get();
        assertThat(tail.ids()).isEqualTo(expected(Arrangement.INITIAL).subList(ROOM - 3, ROOM));
        assertThat(tail.older()).isTrue();
        assertThat(FlowNumber.print(tail.ids().get(2))).isIn("1.150", "2.150");
    }

    @Test
    void everyOrderAndFilterListsTheNewestThatMatch() throws Exception {
        for (Order order : Order.values()) {
            for (String filter : List.of("~all", "~m POST", "host = a.test", "status >= 300", "~u nothing")) {
                for (boolean asFound : new boolean[] {false, true}) {
                    Arrangement wanted = new Arrangement(FilterParser.parse(filter), false, order, asFound);
                    if (asFound) {
                        view.arrange(wanted, true, progress -> {}).get();
                    } else {
                        view.setFilter(wanted.filter()).get();
                        view.setOrder(order).get();
                        view.setReversed(false).get();
                    }
                    assertThat(shown()).as("%s by %s", filter, order).isEqualTo(expected(wanted));
                    long matching = recorded.stream()
                            .filter(flow -> wanted.filter().test(flow, ContentSource.NONE) == Match.YES)
                            .count();
                    assertThat(view.window(0, 1).get().older()).isEqualTo(matching > ROOM);
                }
            }
        }
    }

    @Test
    void aNewFlowTakesThePlaceOfTheOldest() throws Exception {
        for (Order order : new Order[] {Order.TIME, Order.URL}) {
            view.setOrder(order).get();
            shown();
            Replica replica = new Replica();
            replica.reset(view.ids(0, ROOM).get());
            BlockingQueue<List<ViewEvent>> frames = new LinkedBlockingQueue<>();
            view.listen(frames::add);
            HttpFlow next = commit(1, flow(EACH + 1 + order.ordinal(), 1_000L * EACH + 700 + order.ordinal(), 5));
            feed.tell(new FlowEvent.Closed(next));
            List<Long> after = expected(Arrangement.INITIAL.withOrder(order));
            assertThat(shown()).hasSize(ROOM).contains(next.id()).isEqualTo(after);
            while (!replica.flows().equals(after)) {
                List<ViewEvent> frame = frames.poll(60, TimeUnit.SECONDS);
                assertThat(frame).as("a frame that leads to the list").isNotNull();
                if (!replica.apply(frame)) { // of the change of the order
                    replica.reset(view.ids(0, ROOM).get());
                }
            }
        }
    }

    @Test
    void aLateFlowThatIsOlderThanTheWindowIsNotListed() throws Exception {
        List<Long> before = shown();
        HttpFlow late = commit(2, flow(EACH + 1, 10, 7));
        feed.tell(new FlowEvent.Closed(late));
        assertThat(shown()).isEqualTo(before).doesNotContain(late.id());
        HttpFlow inBetween = commit(2, flow(EACH + 2, 1_000L * EACH - 250, 8));
        feed.tell(new FlowEvent.Closed(inBetween));
        assertThat(shown()).isEqualTo(expected(Arrangement.INITIAL)).contains(inBetween.id());
        assertThat(view.indexOf(inBetween.id()).get())
                .hasValue(expected(Arrangement.INITIAL).indexOf(inBetween.id()));
    }

    @Test
    void aWindowThatHasRoomKnowsThatThereIsNothingOlder() throws Exception {
        view.setFilter(FilterParser.parse("~u nothing")).get();
        assertThat(view.window(0, 5).get().older()).isFalse();
        assertThat(view.size().get()).isZero();
    }

    @Test
    void aRemovedFlowLeavesTheListAndTheFocusStays() throws Exception {
        long first = shown().get(0);
        view.focus(first).get();
        feed.tell(new FlowEvent.Deleted(first));
        recorded.removeIf(flow -> flow.id() == first);
        assertThat(shown()).hasSize(ROOM - 1).doesNotContain(first);
        assertThat(view.focus().get()).hasValue(shown().get(0));
    }

    @Test
    void aWindowAroundAFlowIsFoundByItsTime() throws Exception {
        List<Long> all = expected(Arrangement.INITIAL);
        assertThat(view.around(all.get(50), 5).get().ids()).isEqualTo(all.subList(48, 53));
        view.setFilter(FilterParser.parse("~m POST")).get();
        shown();
        long hidden = recorded.stream()
                .filter(flow -> !((HttpFlow) flow).request().method().equals("POST"))
                .filter(flow -> all.indexOf(flow.id()) == 60)
                .map(Flow::id)
                .findFirst()
                .orElse(all.get(61));
        ViewWindow around = view.around(hidden, 5).get();
        assertThat(around.ids()).isSubsetOf(expected(Arrangement.INITIAL.withFilter(FilterParser.parse("~m POST"))));
        assertThat(around.size()).isGreaterThan(5);
    }

    @Test
    void selectionsAreOfTheNewest() throws Exception {
        Roaring64Bitmap all = view.resolve(FlowSpec.Named.ALL).get();
        assertThat(all.getLongCardinality()).isEqualTo(ROOM);
        assertThat(view.resolve(FlowSpec.Named.SHOWN).get()).isEqualTo(all);
        assertThat(view.resolve(FlowSpec.parse("@1.5, 2.7, 3.1, 12")).get().toArray())
                .containsExactly(FlowNumber.of(1, 5), FlowNumber.of(2, 7));
    }

    @Test
    void rowsAreListedOnceByTime() throws Exception {
        try (SessionReader reader = feed.reader()) {
            List<Long> listed = new ArrayList<>();
            boolean older = RowListing.read(
                    reader, Arrangement.INITIAL.withReversed(true), row -> listed.add(row.id()), () -> false);
            assertThat(older).isFalse();
            assertThat(listed)
                    .hasSize(FILES * EACH)
                    .isEqualTo(reader.rows(Place.START, 1_000, true).stream()
                            .map(FlowRow::id)
                            .toList());
        }
    }

    @Test
    void flowsOfManyRecordersAreFoundByTheirNumbers() {
        Random random = new Random(1);
        WindowSequence window = WindowSequence.empty(20_000);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            places.add(new Place(random.nextInt(1_000), FlowNumber.of(1 + random.nextInt(5_000), i)));
        }
        window.insertAll(places);
        assertThat(window.size()).isEqualTo(20_000);
        for (Place place : places) {
            assertThat(window.placeOf(place.flow())).isNotNegative();
        }
        for (Place place : places.subList(0, 19_990)) {
            assertThat(window.remove(place.flow())).isNotNegative();
        }
        assertThat(window.size()).isEqualTo(10);
        assertThat(window.toBitmap().getLongCardinality()).isEqualTo(10);
    }
}
