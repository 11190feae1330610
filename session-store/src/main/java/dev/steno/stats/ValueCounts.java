package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The values that occur, each with the number of its flows; of several groupings in one pass. */
public final class ValueCounts implements Tally<List<List<ValueCounts.Value>>> {
    /** How many values of a grouping are told apart; later ones are ignored. */
    private static final int KEYS = 10_000;

    /** A value that occurs. */
    public record Value(String text, long flows) {}

    private final List<GroupKey> groupings;
    private final List<Counted> counted = new ArrayList<>();
    private final GroupKey.Key key = new GroupKey.Key();

    private static final class Counted {
        private final ByteKeys keys = new ByteKeys(KEYS);
        private long[] flows = new long[64];

        private void add(KeyBuffer key, int weight) {
            int number = keys.number(key.bytes(), 0, key.length());
            if (number != ByteKeys.FULL) {
                if (number == flows.length) {
                    flows = Arrays.copyOf(flows, 2 * number);
                }
                flows[number] += weight;
            }
        }
    }

    /** The answer has a list for each grouping, in this order, with the most frequent values first. */
    public ValueCounts(List<GroupKey> groupings) {
        this.groupings = List.copyOf(groupings);
        groupings.forEach(each -> counted.add(new Counted()));
    }

    @Override
    public List<FlowColumn> columns() {
        Set<FlowColumn> columns = new LinkedHashSet<>(List.of(FlowColumns.ID));
        groupings.forEach(each -> columns.addAll(each.columns()));
        return List.copyOf(columns);
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        for (int i = 0; i < counted.size(); i++) {
            key.buffer.clear();
            groupings.get(i).key(flow, key);
            if (key.buffer.length() > 0) {
                counted.get(i).add(key.buffer, weight);
            }
        }
    }

    @Override
    public List<List<Value>> result() {
        return counted.stream().map(ValueCounts::values).toList();
    }

    private static List<Value> values(Counted of) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < of.keys.size(); i++) {
            if (of.flows[i] > 0) {
                values.add(new Value(of.keys.text(i), of.flows[i]));
            }
        }
        values.sort(Comparator.comparingLong(Value::flows).reversed().thenComparing(Value::text));
        return List.copyOf(values);
    }
}
