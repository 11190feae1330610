package dev.steno.fleet.read;

import dev.steno.filter.Order;
import dev.steno.flow.Flow;
import dev.steno.flow.Times;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.Place;
import dev.steno.store.SortColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Single columns of many flows: the values that orders compare, and blocks for statistics. Stateless. */
final class SharedColumns {
    /** The flows of a block. */
    private static final int BLOCK = 2_000;

    private static final int FIRST = 4;

    private SharedColumns() {}

    /**
     * What an order compares of a flow.
     *
     * @param exact false if a text may have had a NUL, so that the flow must be decoded for it
     */
    record Value(TimeKey key, SortColumn.Value value, boolean exact) {}

    /** As {@link dev.steno.store.SessionReader#column}. */
    static Place order(ReadConnection store, SharedFlows flows, Order order, Place after, int limit, SortColumn.Sink to)
            throws SQLException {
        List<Value> values = TimePages.read(store, select(order), after, limit, false, row -> value(row, order));
        pass(values, flows, order, to);
        return values.isEmpty() ? after : values.get(values.size() - 1).key().place();
    }

    /** As {@link dev.steno.store.SessionReader#columnOf}: a flow whose message is damaged has its columns. */
    static void order(SharedFlows flows, Order order, List<Place> places, SortColumn.Sink to) throws SQLException {
        pass(flows.byPlace(places, select(order), row -> value(row, order)).values(), flows, order, to);
    }

    /** The column behind {@link TimeKey#COLUMNS} that {@link #value} reads, with a comma before it. */
    static String select(Order order) {
        return ", " + PostgresDialect.INSTANCE.print(order);
    }

    /** Texts that lack a U+0000 in their column are taken from the flows. */
    private static void pass(Collection<Value> values, SharedFlows flows, Order order, SortColumn.Sink to)
            throws SQLException {
        List<Long> odd = values.stream()
                .filter(each -> !each.exact())
                .map(each -> each.key().id())
                .toList();
        Map<Long, Flow> decoded = odd.isEmpty() ? Map.of() : flows.flows(odd);
        for (Value each : values) {
            Flow flow = decoded.get(each.key().id());
            to.addValue(each.key().id(), flow == null ? each.value() : SortColumn.of(order, flow));
        }
    }

    /** Returns the values with the places of their flows, in the same order. */
    static List<SortColumn.Placed> placed(List<Value> values, SharedFlows flows, Order order) throws SQLException {
        Map<Long, SortColumn.Value> exact = new HashMap<>();
        List<Value> odd = values.stream().filter(value -> !value.exact()).toList();
        pass(odd, flows, order, exact::put);
        List<SortColumn.Placed> placed = new ArrayList<>(values.size());
        for (Value each : values) {
            SortColumn.Value value =
                    each.exact() ? each.value() : exact.getOrDefault(each.key().id(), each.value());
            placed.add(new SortColumn.Placed(each.key().place(), value));
        }
        return placed;
    }

    /** Reads a row of {@link TimeKey#COLUMNS} and {@link #select}. */
    static Value value(ResultSet row, Order order) throws SQLException {
        TimeKey key = TimeKey.read(row);
        if (!(FlowColumns.orderedBy(order) instanceof FlowColumn.Number)) {
            String value = row.getString(FIRST);
            boolean exact = value == null || value.indexOf(SharedRows.INSTEAD_OF_NUL) < 0;
            return new Value(key, SortColumn.ofText(order, value), exact);
        }
        long number = row.getLong(FIRST);
        return new Value(key, SortColumn.ofNumber(row.wasNull() ? Times.UNSET : number), true);
    }

    /** As {@link dev.steno.store.SessionReader#columns}. */
    static ColumnBlock after(ReadConnection store, List<FlowColumn> columns, Place after) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<TimeKey> keys =
                TimePages.read(store, select(columns), after, BLOCK, false, row -> append(row, columns, bytes));
        Place last = keys.isEmpty() ? after : keys.get(keys.size() - 1).place();
        return new ColumnBlock(columns, bytes.toByteArray(), last);
    }

    /** As {@link dev.steno.store.SessionReader#columnsOf}. */
    static ColumnBlock of(SharedFlows flows, List<FlowColumn> columns, long[] ids) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Long> wanted = new ArrayList<>();
        for (long id : ids) {
            wanted.add(id);
        }
        flows.byNumber(wanted, select(columns), row -> append(row, columns, bytes));
        return new ColumnBlock(
                columns, bytes.toByteArray(), Place.ofNumber(wanted.isEmpty() ? 0 : wanted.get(wanted.size() - 1)));
    }

    private static String select(List<FlowColumn> columns) {
        return columns.stream()
                .filter(column -> column != FlowColumns.ID)
                .map(column -> ", " + PostgresDialect.INSTANCE.column(column))
                .collect(Collectors.joining());
    }

    /** Appends a flow in the form of {@link ColumnBlock}. */
    private static TimeKey append(ResultSet row, List<FlowColumn> columns, ByteArrayOutputStream to)
            throws SQLException {
        TimeKey key = TimeKey.read(row);
        List<byte @Nullable []> texts = new ArrayList<>();
        int at = FIRST;
        for (FlowColumn column : columns) {
            if (column == FlowColumns.ID) {
                field(to, Long.toString(key.id()));
            } else if (column instanceof FlowColumn.Number) {
                String number = row.getString(at++);
                field(to, number == null ? "" : number);
            } else {
                String text = row.getString(at++);
                texts.add(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (byte @Nullable [] text : texts) {
            field(to, text == null ? "" : Integer.toString(text.length));
        }
        for (byte @Nullable [] text : texts) {
            if (text != null) {
                to.writeBytes(text);
            }
        }
        return key;
    }

    private static void field(ByteArrayOutputStream to, String digits) {
        to.writeBytes(digits.getBytes(StandardCharsets.US_ASCII));
        to.write('\t');
    }
}
