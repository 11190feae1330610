package dev.steno.tui.page;

import dev.steno.stats.HeatMap;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Is it slow, and since when: quantiles over time, and the durations as a map whose darker places have more flows. Pure. */
record SlownessChart(HeatMap.Answer answer) implements Chart {
    private static final int NAME = 10;
    private static final int MOST = 10;
    private static final String SHADES = " ░▒▓█";

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.columns().isEmpty()) {
            return List.of(ChartRow.note("no flow has ended"));
        }
        int cells = Math.max(1, width - NAME - MOST - 2);
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.heading("durations by the time of the start; the figure is the largest"));
        rows.add(quantile("p50", HeatMap.Column::p50, cells));
        rows.add(quantile("p95", HeatMap.Column::p95, cells));
        rows.add(quantile("p99", HeatMap.Column::p99, cells));
        rows.add(ChartRow.of(Line.EMPTY));
        long most = answer.columns().stream()
                .flatMap(column -> column.counts().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        for (int i = answer.bounds().size() - 2; i >= 0; i--) {
            rows.add(ChartRow.of(Line.builder()
                    .right(Style.DIM, Figures.duration(answer.bounds().get(i)), NAME + MOST)
                    .add("  ")
                    .add(Style.INFO, shades(i, most, cells))
                    .build()));
        }
        long end = answer.from() + answer.step() * answer.columns().size();
        rows.add(ChartRow.of(Figures.axis(answer.from(), end, NAME + MOST + 2, cells)));
        return rows;
    }

    private ChartRow quantile(String name, ToLongFunction<HeatMap.Column> of, int cells) {
        List<Long> values = answer.columns().stream().map(of::applyAsLong).toList();
        long most = values.stream().mapToLong(Long::longValue).max().orElse(-1);
        return ChartRow.of(Line.builder()
                .left(Style.KEY, name, NAME)
                .right(Style.NUMBER, Figures.duration(most), MOST)
                .add("  ")
                .add(Style.WARNING, Sparkline.of(values, cells))
                .build());
    }

    private String shades(int row, long most, int cells) {
        StringBuilder shades = new StringBuilder();
        for (int i = 0; i < cells; i++) {
            int column = (int) ((long) i * answer.columns().size() / cells);
            long count = answer.columns().get(column).counts().get(row);
            int darkness = count == 0 ? 0 : 1 + (int) ((SHADES.length() - 2) * count / most);
            shades.append(SHADES.charAt(darkness));
        }
        return shades.toString();
    }
}
