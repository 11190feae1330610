package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.command.Commands;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Sequences;
import dev.steno.option.ValueTypes;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.view.command.ViewCommands;
import dev.steno.view.command.ViewTypes;
import dev.steno.view.index.FlowKey;
import dev.steno.view.index.KeySequence;
import dev.steno.view.index.KeySorter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Defects of the views of an earlier session store, each with a test that it does not recur. */
@Timeout(600)
class SeedDefectsTest {
    @TempDir
    Path folder;

    @Test
    void d2AViewOfNothingButWhatWaitsReadsNothingElse() throws Exception {
        try (Recording session = new Recording(folder)) {
            session.record(11);
            View view = session.views.open();
            view.setFilter(FilterParser.parse("~u items/12")).get();
            session.session.accept(new FlowEvent.Opened(Flows.open(12)));
            view.settled().get();
            assertThat(view.page(0, 100).get()).containsExactly(Flows.open(12));
        }
    }

    @Test
    void d6AResumedSessionIsFilteredOrderedAndGoesOnWithItsNumbers() throws Exception {
        try (Recording session = new Recording(folder)) {
            session.record(4);
        }
        try (Recording session = new Recording(folder)) {
            View view = session.views.open();
            view.settled().get();
            assertThat(view.size().get()).isEqualTo(4);
            view.setFilter(FilterParser.parse("~u items/[234]")).get();
            view.setOrder(Order.URL).get();
            view.setReversed(true).get();
            session.record(1);
            view.settled().get();
            assertThat(view.ids(0, 10).get()).containsExactly(4L, 3L, 2L);
            view.setFilter(FilterParser.parse("~s")).get();
            assertThat(view.ids(0, 10).get()).containsExactly(5L, 4L, 3L, 2L, 1L);
        }
    }

    @Test
    void d8NothingIsLeftOfWhatWasCleared() throws Exception {
        try (Recording session = new Recording(folder)) {
            session.record(3);
            session.views.main().settled().get();
            assertThat(session.call("view.clear")).isEqualTo("3");
            assertThat(session.call("view.properties.length")).isEqualTo("0");
            assertThat(session.call("view.flows.resolve", "@all")).isEmpty();
            session.record(1);
            assertThat(session.call("view.flows.resolve", "@all")).isEqualTo("4"); // flow numbers are not reused
        }
    }

    @Test
    void d10EveryOrderThatIsOfferedCanBeSet() throws Exception {
        try (Recording session = new Recording(folder)) {
            String offered = session.call("view.order.options");
            assertThat(offered.lines()).hasSize(Order.values().length);
            for (String order : offered.split("\n")) {
                session.call("view.order.set", order);
                assertThat(session.call("view.order")).isEqualTo(order);
            }
        }
    }

    @Test
    void d12AChangeTouchesOneBlockHoweverManyFlowsAreShown() {
        KeySorter sorter = new KeySorter();
        LongStream.rangeClosed(1, 100_000)
                .forEach(id -> sorter.addFlow(id, FlowKey.of(Order.URL, Varied.open(id, id))));
        KeySequence sequence = new KeySequence(Order.URL, sorter.toRun());
        for (long id = 100_001; id <= 100_020; id++) {
            Set<byte[]> before = Set.copyOf(sequence.blockContents());
            sequence.insert(Varied.open(id, id));
            assertThat(sequence.blockContents().stream().filter(block -> !before.contains(block)))
                    .hasSizeBetween(1, 2); // two if a block was split
        }
    }

    @Test
    void d13TheViewAnswersWhileTheDiskDoesNot() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        Set<String> readers = ConcurrentHashMap.newKeySet();
        try (Recording session = new Recording(folder)) {
            session.record(3);
            FlowSource slow = new SlowSource(new SessionSource(session.session), disk, readers);
            try (Views views = new Views(slow, Views.ROOM)) {
                View view = views.open();
                CompletableFuture<Void> filtered = view.setFilter(FilterParser.parse("~s"));
                CompletableFuture<List<Flow>> page = view.page(0, 10);
                assertThat(view.size().get()).isZero();
                assertThat(view.focus().get()).isEmpty();
                assertThat(filtered).isNotDone();
                disk.countDown();
                filtered.get();
                page.get();
                assertThat(view.size().get()).isEqualTo(3);
                assertThat(readers).containsExactly("session-search");
            }
        }
    }

    /** A session whose reads block until the test releases them. */
    private record SlowSource(FlowSource source, CountDownLatch disk, Set<String> readers) implements FlowSource {
        @Override
        public SessionReader reader() throws SessionException {
            readers.add(Thread.currentThread().getName());
            try {
                disk.await();
            } catch (InterruptedException e) {
                throw new SessionException("interrupted", e);
            }
            return source.reader();
        }

        @Override
        public void follow(Consumer<FlowEvent> follower) {
            source.follow(follower);
        }

        @Override
        public void unfollow(Consumer<FlowEvent> follower) {
            source.unfollow(follower);
        }

        @Override
        public List<Flow> waiting() {
            return source.waiting();
        }

        @Override
        public Flow waiting(long flow) {
            return source.waiting(flow);
        }

        @Override
        public CompletableFuture<Void> inReach(boolean hurry) {
            return source.inReach(hurry);
        }
    }

    @Test
    void d14FlowsOfEveryKindAreShownInEveryOrder() throws Exception {
        try (Recording session = new Recording(folder)) {
            session.session.accept(new FlowEvent.Closed(Flows.raw(1, FlowState.COMPLETE, 0)));
            session.session.accept(new FlowEvent.Closed(Varied.open(2, 5)));
            session.session.accept(new FlowEvent.Opened(Flows.raw(3, FlowState.OPEN, 0)));
            View view = session.views.open();
            for (Order order : Order.values()) {
                view.setOrder(order).get();
                view.settled().get();
                assertThat(view.ids(0, 10).get()).containsExactlyInAnyOrder(1L, 2L, 3L);
            }
        }
    }

    /** A session in a folder, with its views and commands. */
    private static final class Recording implements AutoCloseable {
        private final Session session = new Session(new RecordBudget(1 << 20));
        private final Views views = Views.of(session);
        private final Commands commands = new Commands(ViewTypes.over(ValueTypes.STANDARD));

        Recording(Path folder) throws Exception {
            session.start(SqliteSessionStore.open(folder.resolve("work.steno"), "test"), new Sequences());
            ViewCommands.register(commands, () -> views, () -> session, SqliteSessionReader::open);
        }

        void record(int flows) throws Exception {
            for (int i = 0; i < flows; i++) {
                session.accept(
                        new FlowEvent.Closed(Flows.complete(session.sequences().nextFlow())));
            }
            session.durable().get();
        }

        String call(String name, String... arguments) {
            return commands.call(name, List.of(arguments)).text();
        }

        @Override
        public void close() throws SessionException {
            views.close();
            session.close();
        }
    }
}
