package dev.steno.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.view.index.FlowKey;
import dev.steno.view.index.KeySequence;
import dev.steno.view.index.KeySorter;
import dev.steno.view.index.Sequence;
import dev.steno.view.index.TimeSequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Compares a listing with a list that is sorted again after each step: contents, order, places, focus and events. */
class ListingModelTest {
    private final ViewFrame frame = new ViewFrame();
    private final Listing listing = new Listing(frame, new TimeSequence(new Roaring64Bitmap()));
    private final Replica replica = new Replica();

    private final TreeMap<Long, Flow> model = new TreeMap<>();
    private List<Long> before = List.of();
    private long focus;
    private Order order = Order.TIME;
    private boolean reversed;

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void aListingIsTheListThatOneWouldSort(@ForAll long seed, @ForAll @IntRange(min = 1, max = 800) int steps) {
        ListingModelTest test = new ListingModelTest();
        test.run(new Random(seed), steps);
    }

    private void run(Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            before = sorted();
            int kind = random.nextInt(200);
            if (kind < 110 || model.isEmpty()) {
                show(Varied.open(1 + random.nextInt(2000), random.nextInt(500)));
            } else if (kind < 150) {
                show(Varied.answered((HttpFlow) any(random), random.nextInt(500)));
            } else if (kind < 190) {
                long gone = random.nextInt(4) == 0 && focus != 0
                        ? focus
                        : any(random).id();
                model.remove(gone);
                listing.hide(gone);
                if (gone == focus) {
                    List<Long> left = sorted();
                    int place = Math.min(before.indexOf(gone), left.size() - 1);
                    focus = left.isEmpty() ? 0 : left.get(place);
                }
            } else if (kind < 195) {
                reversed = random.nextBoolean();
                listing.reverse(reversed);
            } else if (kind < 198) {
                replace(random);
            } else {
                long place = random.nextInt(model.size());
                listing.focusAt(place);
                focus = sorted().get((int) place);
            }
            check(random);
        }
    }

    private void show(Flow flow) {
        model.put(flow.id(), flow);
        listing.show(flow);
        if (focus == 0) {
            focus = flow.id();
        }
    }

    /** Replaces the order and, at random, some of the flows. */
    private void replace(Random random) {
        order = Order.values()[random.nextInt(Order.values().length)];
        model.keySet().removeIf(flow -> random.nextInt(3) == 0);
        for (int i = 0; i < 20; i++) {
            Flow come = Varied.open(1 + random.nextInt(2000), random.nextInt(500));
            model.putIfAbsent(come.id(), come);
        }
        listing.replace(sequence());
        focus = nearest(sorted());
    }

    private long nearest(List<Long> after) {
        Set<Long> there = Set.copyOf(after);
        int place = before.indexOf(focus);
        if (place >= 0) {
            for (int near = 0; near <= before.size(); near++) {
                if (place + near < before.size() && there.contains(before.get(place + near))) {
                    return before.get(place + near);
                }
                if (place - near >= 0 && there.contains(before.get(place - near))) {
                    return before.get(place - near);
                }
            }
        }
        return after.isEmpty() ? 0 : after.get(0);
    }

    private Sequence sequence() {
        if (order == Order.TIME) {
            Roaring64Bitmap all = new Roaring64Bitmap();
            model.keySet().forEach(all::addLong);
            return new TimeSequence(all);
        }
        KeySorter sorter = new KeySorter();
        model.values().forEach(flow -> sorter.addFlow(flow.id(), FlowKey.of(order, flow)));
        return new KeySequence(order, sorter.toRun());
    }

    private void check(Random random) {
        List<Long> expected = sorted();
        assertThat(listing.size()).isEqualTo(expected.size());
        assertThat(listing.ids(0, Integer.MAX_VALUE)).isEqualTo(expected);
        assertThat(listing.focus()).as("focus").isEqualTo(focus);
        if (!expected.isEmpty()) {
            int from = random.nextInt(expected.size());
            int to = Math.min(expected.size(), from + random.nextInt(20));
            assertThat(listing.ids(from, to - from)).isEqualTo(expected.subList(from, to));
            assertThat(listing.placeOf(expected.get(from))).isEqualTo(from);
        }
        assertThat(listing.placeOf(5000)).isEqualTo(Sequence.NOWHERE);
        if (random.nextInt(10) == 0) {
            if (!replica.apply(frame.takeChanges(listing.focus()))) {
                replica.reset(listing.ids(0, Integer.MAX_VALUE));
            }
            assertThat(replica.flows()).isEqualTo(expected);
            assertThat(replica.focus()).isEqualTo(focus);
        }
    }

    private List<Long> sorted() {
        Comparator<Flow> comparator = order == Order.TIME ? Comparator.comparingLong(Flow::id) : order.comparator();
        return model.values().stream()
                .sorted(reversed ? comparator.reversed() : comparator)
                .map(Flow::id)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Flow any(Random random) {
        return new ArrayList<>(model.values()).get(random.nextInt(model.size()));
    }
}
