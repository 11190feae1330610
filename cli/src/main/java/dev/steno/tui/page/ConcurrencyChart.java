package dev.steno.tui.page;

import dev.steno.stats.Concurrency;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Is the client serial: flows that were under way at once, and the connections with the most flows. Pure. */
record ConcurrencyChart(Concurrency.Answer answer) implements Chart {
    private static final int NAME = 12;
    private static final int MOST = 8;
    private static final int ADDRESS = 24;

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.buckets().isEmpty()) {
            return List.of(ChartRow.note("no flows"));
        }
        int cells = Math.max(1, width - NAME - MOST - 2);
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.heading("over time; the figure is the largest"));
        rows.add(row("at once", Concurrency.Bucket::peak, cells));
        rows.add(row("started", Concurrency.Bucket::started, cells));
        rows.add(row("connections", Concurrency.Bucket::connections, cells));
        long end = answer.from() + answer.step() * answer.buckets().size();
        rows.add(ChartRow.of(Figures.axis(answer.from(), end, NAME + MOST + 2, cells)));
        rows.add(ChartRow.of(Line.EMPTY));
        rows.add(ChartRow.heading(Quantity.count(answer.connections(), "connection") + " of clients, on "
                + Figures.count(answer.serial()) + " of them one flow at a time; those with the most flows:"));
        answer.busiest().stream().map(ConcurrencyChart::row).forEach(rows::add);
        return rows;
    }

    private ChartRow row(String name, ToLongFunction<Concurrency.Bucket> of, int cells) {
        List<Long> values = answer.buckets().stream().map(of::applyAsLong).toList();
        long most = values.stream().mapToLong(Long::longValue).max().orElse(0);
        return ChartRow.of(Line.builder()
                .left(Style.KEY, name, NAME)
                .right(Style.NUMBER, Figures.count(most), MOST)
                .add("  ")
                .add(Style.INFO, Sparkline.of(values, cells))
                .build());
    }

    private static ChartRow row(Concurrency.Connection connection) {
        Line line = Line.builder()
                .right(Style.NUMBER, Figures.count(connection.flows()), MOST)
                .add("  ")
                .left(Style.TEXT, connection.client(), ADDRESS)
                .left(Style.DIM, connection.serial() ? "one at a time" : "several at once", 16)
                .add(connection.server())
                .build();
        return new ChartRow(line, connection.filter());
    }
}
