package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.Sequences;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever the sequence of changes, the view finally shows what its filter and order select from the newest revisions.
 */
class ViewModelTest {
    private static final List<String> FILTERS =
            List.of("~all", "~s", "!~s", "~marked", "~q | ~marked", "host = a.test", "~m POST", "status >= 300");

    /** One change: a letter for its kind, and the number of the flow, filter or order it concerns. */
    record Step(char kind, int number) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(30, steps('o')), // a flow begins
                Tuple.of(30, steps('c')), // a flow gets its response
                Tuple.of(10, steps('m')), // a flow is marked or unmarked
                Tuple.of(4, steps('d')), // a flow is deleted
                Tuple.of(5, steps('f')), // the filter changes
                Tuple.of(5, steps('s')), // the order changes
                Tuple.of(2, steps('r')), // the order is reversed or restored
                Tuple.of(2, steps('k')), // only marked flows are shown, or all
                Tuple.of(5, steps('a')), // filter, order and direction change at once, matches are shown as found
                Tuple.of(2, steps('x')), // the search is cancelled
                Tuple.of(2, steps('w')), // waits until all is durable
                Tuple.of(2, steps('b'))); // the view rescans the session
        return step.list().ofMinSize(20).ofMaxSize(300);
    }

    private static Arbitrary<Step> steps(char kind) {
        return Arbitraries.integers().between(0, 10_000).map(number -> new Step(kind, number));
    }

    @Property(tries = 30, shrinking = ShrinkingMode.OFF)
    void theViewEndsWithWhatItsFilterAndOrderSay(@ForAll("histories") List<Step> history) throws Exception {
        Session session = new Session(new RecordBudget(1 << 20));
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        try (Views views = Views.of(session);
                SessionReader reader = session.reader()) {
            View view = views.open();
            Follower follower = new Follower(view);
            view.listen(follower);
            // revisions as the exchange publishes them, without marks
            TreeMap<Long, HttpFlow> exchanges = new TreeMap<>();
            Map<Long, Integer> edits = new HashMap<>();
            Map<Long, Notes> notes = new HashMap<>();
            Arrangement arrangement = Arrangement.INITIAL;
            long next = 1;
            for (Step step : history) {
                HttpFlow one = exchanges.isEmpty()
                        ? null
                        : new ArrayList<>(exchanges.values()).get(step.number() % exchanges.size());
                switch (step.kind()) {
                    case 'f' -> {
                        Filter filter = FilterParser.parse(FILTERS.get(step.number() % FILTERS.size()));
                        arrangement = arrangement.withFilter(filter);
                        view.setFilter(filter);
                    }
                    case 's' -> {
                        Order order = Order.values()[step.number() % Order.values().length];
                        arrangement = arrangement.withOrder(order);
                        view.setOrder(order);
                    }
                    case 'r' -> {
                        arrangement = arrangement.withReversed(step.number() % 2 == 0);
                        view.setReversed(arrangement.reversed());
                    }
                    case 'k' -> {
                        arrangement = arrangement.withMarkedOnly(step.number() % 2 == 0);
                        view.setMarkedOnly(arrangement.markedOnly());
                    }
                    case 'b' -> view.rescan();
                    case 'a' -> {
                        arrangement = new Arrangement(
                                FilterParser.parse(FILTERS.get(step.number() % FILTERS.size())),
                                step.number() % 7 == 0,
                                step.number() % 3 == 0
                                        ? Order.values()[step.number() % Order.values().length]
                                        : Order.TIME,
                                step.number() % 2 == 0);
                        view.arrange(arrangement, step.number() % 5 == 0, progress -> {});
                    }
                    case 'x' -> {
                        view.cancelSearch().get();
                        view.settled().get();
                        arrangement = view.arrangement().get();
                    }
                    case 'w' -> session.durable().get();
                    case 'o' -> {
                        HttpFlow open = Varied.open(next++, step.number() % 300);
                        exchanges.put(open.id(), open);
                        session.accept(new FlowEvent.Opened(open));
                    }
                    case 'd' -> {
                        if (one != null) {
                            exchanges.remove(one.id());
                            session.accept(new FlowEvent.Deleted(one.id()));
                        }
                    }
                    case 'c' -> {
                        if (one != null && one.state() == FlowState.OPEN) {
                            HttpFlow closed = Varied.answered(one, step.number() % 300);
                            exchanges.put(one.id(), closed);
                            session.accept(new FlowEvent.Closed(closed));
                        }
                    }
                    case 'm' -> {
                        if (one != null) {
                            Flow edited = session.edit(
                                            one.id(),
                                            before -> before.withMark(
                                                    before.mark().isEmpty() ? "x" : ""),
                                            reader)
                                    .orElseThrow();
                            edits.merge(one.id(), 1, Integer::sum);
                            notes.put(one.id(), edited.notes());
                        }
                    }
                    default -> throw new AssertionError(step);
                }
            }
            TreeMap<Long, Flow> model = new TreeMap<>();
            exchanges.forEach((id, flow) -> {
                Flow edited = flow;
                for (int i = 0; i < edits.getOrDefault(id, 0); i++) {
                    edited = edited.withNotes(notes.get(id));
                }
                model.put(id, edited);
            });
            Arrangement last = arrangement;
            List<Long> expected = model.values().stream()
                    .filter(flow -> last.deciding().test(flow, ContentSource.NONE) == Match.YES)
                    .sorted(comparator(last))
                    .map(Flow::id)
                    .toList();
            view.settled().get();
            assertThat(view.arrangement().get()).isEqualTo(last);
            assertThat(view.ids(0, 1000).get()).isEqualTo(expected);
            assertThat(view.page(0, 1000).get())
                    .isEqualTo(expected.stream().map(model::get).toList());
            long focus = view.focus().get().orElse(0);
            assertThat(focus == 0 ? expected.isEmpty() : expected.contains(focus))
                    .isTrue();
            // All changes are done: a listener that follows the events must have the same list.
            session.durable().get();
            view.settled().get();
            assertThat(view.ids(0, 1000).get()).isEqualTo(expected);
            await().untilAsserted(() -> {
                assertThat(follower.flows()).isEqualTo(expected);
                assertThat(follower.focus()).isEqualTo(focus);
            });
        } finally {
            session.close();
        }
    }

    private static Comparator<Flow> comparator(Arrangement arrangement) {
        Comparator<Flow> ascending = arrangement.order() == Order.TIME
                ? Comparator.comparingLong(Flow::id)
                : arrangement.order().comparator();
        return arrangement.reversed() ? ascending.reversed() : ascending;
    }

    /** Keeps a copy of a view's list from its events, and reads the list again after a reset. */
    private static final class Follower implements ViewListener {
        private final View view;
        private final Replica replica = new Replica();
        private boolean stale = true;
        private boolean read; // since the last frame
        private int frames;

        Follower(View view) {
            this.view = view;
        }

        @Override
        public synchronized void changed(List<ViewEvent> frame) {
            frames++;
            // the frame that follows a reading may tell of what was read already, so the list is read again
            stale = stale || read || frame.contains(new ViewEvent.Reset());
            read = false;
            if (!stale) {
                replica.apply(frame);
            } else {
                replica.apply(frame.stream()
                        .filter(event -> event instanceof ViewEvent.Focused)
                        .toList());
            }
        }

        List<Long> flows() throws Exception {
            while (true) {
                int before;
                synchronized (this) {
                    if (!stale) {
                        return List.copyOf(replica.flows());
                    }
                    before = frames;
                }
                // without the lock, which the view thread may need to deliver events
                List<Long> ids = view.ids(0, 1000).get();
                synchronized (this) {
                    if (frames == before) {
                        stale = false;
                        read = true;
                        replica.reset(ids);
                    }
                }
            }
        }

        synchronized long focus() {
            return replica.focus();
        }
    }
}
