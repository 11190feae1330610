package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.Admission;
import dev.steno.addon.FlowEvent;
import dev.steno.filter.Content;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.Match;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.Flows;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever happens while filters change, the view ends with what its filter says of the newest revisions. */
class ViewModelTest {
    private static final List<String> FILTERS =
            List.of("~all", "~s", "!~s", "~marked", "~q | ~marked", "~u [02468]\\?", "~m POST");

    /** What happens: a letter, and a number that says to whom. */
    record Step(char kind, int number) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(30, steps('o')), // opens
                Tuple.of(30, steps('c')), // is answered
                Tuple.of(10, steps('m')), // is marked or unmarked
                Tuple.of(4, steps('d')), // is deleted
                Tuple.of(6, steps('f')), // another filter
                Tuple.of(2, steps('w')), // all is durable
                Tuple.of(2, steps('b'))); // the view fell behind
        return step.list().ofMinSize(20).ofMaxSize(300);
    }

    private static Arbitrary<Step> steps(char kind) {
        return Arbitraries.integers().between(0, 10_000).map(number -> new Step(kind, number));
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void theViewEndsWithWhatItsFilterSays(@ForAll("histories") List<Step> history) throws Exception {
        Session session = new Session(new Admission(1 << 20));
        session.start(SqliteSessionStore.temporary("test"), new Sequences());
        try (View view = new View(session)) {
            Replica replica = new Replica(view);
            view.listen(replica);
            TreeMap<Long, Flow> model = new TreeMap<>();
            Filter filter = Filter.ALL;
            CompletableFuture<Void> filtered = view.setFilter(filter);
            long next = 1;
            for (Step step : history) {
                Flow one = model.isEmpty() ? null : new ArrayList<>(model.values()).get(step.number() % model.size());
                switch (step.kind()) {
                    case 'f' -> {
                        filter = FilterParser.parse(FILTERS.get(step.number() % FILTERS.size()));
                        filtered = view.setFilter(filter);
                    }
                    case 'b' -> view.fellBehind(1);
                    case 'w' -> session.durable().get();
                    case 'o' -> model.put(next, tell(session, view, Flows.open(next++)));
                    case 'd' -> {
                        if (one != null) {
                            model.remove(one.id());
                            session.accept(new FlowEvent.Deleted(one.id()));
                            view.deleted(one.id());
                        }
                    }
                    case 'c' -> {
                        if (one != null && one.state() == FlowState.OPEN) {
                            Flow closed = Flows.answered((HttpFlow) one, FlowState.COMPLETE, Body.NONE);
                            model.put(one.id(), tell(session, view, closed));
                        }
                    }
                    case 'm' -> {
                        if (one != null) {
                            String mark = one.notes().mark().isEmpty() ? "x" : "";
                            Flow marked = one.withNotes(one.notes().withMark(mark));
                            model.put(one.id(), tell(session, view, marked));
                        }
                    }
                    default -> throw new AssertionError(step);
                }
            }
            Filter last = filter;
            List<Long> expected = model.values().stream()
                    .filter(flow -> last.test(flow, Content.NONE) == Match.YES)
                    .map(Flow::id)
                    .toList();
            await().pollInterval(Duration.ofMillis(5))
                    .until(() -> view.ids(0, 1000).get().equals(expected));
            filtered.handle((done, superseded) -> null).get();
            // A rescan under way may not change it any more, and who follows the events has the same.
            session.durable().get();
            await().pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(replica.shown()).isEqualTo(new TreeSet<>(expected)));
            assertThat(view.ids(0, 1000).get()).isEqualTo(expected);
            assertThat(view.page(0, 1000).get())
                    .isEqualTo(expected.stream().map(model::get).toList());
        } finally {
            session.close();
        }
    }

    private static Flow tell(Session session, View view, Flow flow) {
        session.accept(new FlowEvent.Changed(flow));
        view.changed(flow);
        return flow;
    }

    /** Follows a view by its events alone; reads it anew after a reset. */
    private static final class Replica implements ViewListener {
        private final View view;
        private final Set<Long> shown = new TreeSet<>();
        private boolean stale = true;
        private int frames;

        Replica(View view) {
            this.view = view;
        }

        @Override
        public synchronized void changed(List<ViewEvent> frame) {
            frames++;
            for (ViewEvent event : frame) {
                if (event instanceof ViewEvent.Reset) {
                    stale = true;
                } else if (event instanceof ViewEvent.Inserted inserted) {
                    shown.add(inserted.flow());
                } else if (event instanceof ViewEvent.Removed removed) {
                    shown.remove(removed.flow());
                }
            }
        }

        Set<Long> shown() throws Exception {
            while (true) {
                int before;
                synchronized (this) {
                    if (!stale) {
                        return new TreeSet<>(shown);
                    }
                    before = frames;
                }
                List<Long> ids = view.ids(0, 1000).get(); // unlocked: the view thread may be waiting to tell us more
                synchronized (this) {
                    if (frames == before) {
                        stale = false;
                        shown.clear();
                        shown.addAll(ids);
                    }
                }
            }
        }
    }
}
