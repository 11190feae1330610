package dev.steno.view.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.view.Varied;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeySequenceTest {

    @Property
    void keysOfTextsCompareAsTheTexts(@ForAll String one, @ForAll String other) {
        int keys = java.util.Arrays.compareUnsigned(FlowKey.text(one), FlowKey.text(other));
        assertThat(Integer.signum(keys)).isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Property
    void keysOfNumbersCompareAsTheNumbers(@ForAll long one, @ForAll long other) {
        int keys = java.util.Arrays.compareUnsigned(FlowKey.number(one), FlowKey.number(other));
        assertThat(Integer.signum(keys)).isEqualTo(Long.compare(one, other));
    }

    @Test
    void behindTheFirst512CharactersATextDoesNotCount() {
        String long512 = "x".repeat(512);
        assertThat(FlowKey.text(long512 + "a")).isEqualTo(FlowKey.text(long512 + "b"));
        assertThat(FlowKey.text("x".repeat(511) + "a")).isNotEqualTo(FlowKey.text("x".repeat(511) + "b"));
    }

    @Test
    void manyFlowsAreSortedInRunsAndTakeFewBytesEach() {
        List<Flow> flows = new ArrayList<>();
        LongStream.rangeClosed(1, 50_000).forEach(id -> flows.add(Varied.open(id, id % 1000)));
        Collections.shuffle(flows, new Random(7));
        for (Order order : List.of(Order.URL, Order.HOST, Order.SIZE)) {
            KeySorter sorter = new KeySorter();
            flows.forEach(flow -> sorter.addFlow(flow.id(), FlowKey.of(order, flow)));
            KeySequence sequence = new KeySequence(order, sorter.toRun());
            List<Long> expected =
                    flows.stream().sorted(order.comparator()).map(Flow::id).toList();
            List<Long> ids = new ArrayList<>();
            sequence.from(0, 50_000, ids::add);
            assertThat(ids).isEqualTo(expected);
            assertThat(sequence.bytes() / 50_000).as("bytes a flow by " + order).isLessThan(16);
        }
    }

    @Test
    void flowsComeAndGoUntilNoneIsLeft() {
        KeySequence sequence = new KeySequence(Order.URL, KeyRun.empty());
        List<Flow> flows = new ArrayList<>();
        LongStream.rangeClosed(1, 3000).forEach(id -> flows.add(Varied.open(id, id)));
        Random random = new Random(11);
        Collections.shuffle(flows, random);
        flows.forEach(sequence::insert);
        assertThat(sequence.size()).isEqualTo(3000);
        Collections.shuffle(flows, random);
        for (Flow flow : flows) {
            long place = sequence.placeOf(flow.id());
            assertThat(sequence.remove(flow.id())).isEqualTo(place);
        }
        assertThat(sequence.size()).isZero();
        assertThat(sequence.insert(flows.get(0))).isZero();
        assertThat(sequence.toBitmap().toArray()).containsExactly(flows.get(0).id());
    }
}
