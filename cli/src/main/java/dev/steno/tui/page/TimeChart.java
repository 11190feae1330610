package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.filter.Flag;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.stats.Timeline;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** When what happened: flows by class of status, and bytes, over time. Pure. */
record TimeChart(Timeline.Answer answer) implements Chart {
    private static final int NAME = 8;
    private static final int TOTAL = 11;

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.buckets().isEmpty()) {
            return List.of(ChartRow.note("no flows"));
        }
        int cells = Math.max(1, width - NAME - TOTAL - 2);
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.heading("flows by status, by the time of their start; each row has a scale of its own"));
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            int index = hundreds - 1;
            add(
                    rows,
                    cells,
                    hundreds + "xx",
                    Style.ofStatus(100 * hundreds),
                    bucket -> bucket.byClass().get(index),
                    statusClass(hundreds));
        }
        add(rows, cells, "failed", Style.ERROR, Timeline.Bucket::failed, new Filter.Is(Flag.ERROR));
        add(rows, cells, "other", Style.DIM, Timeline.Bucket::other, null);
        long end = answer.from() + answer.step() * answer.buckets().size();
        rows.add(ChartRow.of(Figures.axis(answer.from(), end, NAME + TOTAL + 2, cells)));
        rows.add(ChartRow.of(Line.EMPTY));
        rows.add(ChartRow.heading("bytes"));
        rows.add(bytes(cells, "sent", Timeline.Bucket::up));
        rows.add(bytes(cells, "received", Timeline.Bucket::down));
        return rows;
    }

    private static Filter statusClass(int hundreds) {
        return new Filter.And(List.of(
                new Filter.Compare(NumberField.STATUS, Relation.GE, 100L * hundreds),
                new Filter.Compare(NumberField.STATUS, Relation.LT, 100L * hundreds + 100)));
    }

    private void add(
            List<ChartRow> rows,
            int cells,
            String name,
            Style style,
            ToLongFunction<Timeline.Bucket> of,
            @Nullable Filter filter) {
        long total = answer.buckets().stream().mapToLong(of).sum();
        if (total > 0) {
            rows.add(new ChartRow(line(name, style, Figures.count(total), of, cells), filter));
        }
    }

    private ChartRow bytes(int cells, String name, ToLongFunction<Timeline.Bucket> of) {
        long total = answer.buckets().stream().mapToLong(of).sum();
        return ChartRow.of(line(name, Style.INFO, Quantity.bytes(total), of, cells));
    }

    private Line line(String name, Style style, String total, ToLongFunction<Timeline.Bucket> of, int cells) {
        List<Long> values = answer.buckets().stream().map(of::applyAsLong).toList();
        return Line.builder()
                .left(style, name, NAME)
                .right(Style.TEXT, total, TOTAL)
                .add("  ")
                .add(style, Sparkline.of(values, cells))
                .build();
    }
}
