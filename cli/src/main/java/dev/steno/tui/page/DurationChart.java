package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.filter.NumberField;
import dev.steno.filter.Relation;
import dev.steno.stats.DurationSpread;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How durations are spread: a histogram of octaves with its quantiles. Pure. */
record DurationChart(DurationSpread.Answer answer) implements Chart {
    private static final int SPAN = 22;
    private static final int COUNT = 10;

    @Override
    public List<ChartRow> rows(int width) {
        if (answer.counted() == 0) {
            return List.of(ChartRow.note("no flow has ended"));
        }
        List<ChartRow> rows = new ArrayList<>();
        rows.add(ChartRow.of(Line.builder()
                .add(Style.HEADING, "p50 ")
                .add(Figures.duration(answer.p50()))
                .add(Style.HEADING, "  p95 ")
                .add(Figures.duration(answer.p95()))
                .add(Style.HEADING, "  p99 ")
                .add(Figures.duration(answer.p99()))
                .add(Style.DIM, "  of " + Figures.count(answer.counted()) + " that have ended")
                .build()));
        rows.add(ChartRow.of(Line.EMPTY));
        Map<Integer, Long> octaves = octaves();
        long most = octaves.values().stream().mapToLong(Long::longValue).max().orElse(0);
        octaves.forEach((octave, count) -> rows.add(row(octave, count, most, width)));
        return rows;
    }

    /** Returns counts by the number of bits of the duration, also of the octaves between that have none. */
    private Map<Integer, Long> octaves() {
        Map<Integer, Long> octaves = new TreeMap<>();
        for (DurationSpread.Bucket bucket : answer.buckets()) {
            octaves.merge(Long.SIZE - Long.numberOfLeadingZeros(bucket.from()), bucket.count(), Long::sum);
        }
        return octaves;
    }

    private static ChartRow row(int bits, long count, long most, int width) {
        long from = bits == 0 ? 0 : 1L << (bits - 1);
        long to = 1L << Math.min(bits, Long.SIZE - 2);
        Line line = Line.builder()
                .left(Style.TEXT, Figures.duration(from) + " to " + Figures.duration(to), SPAN)
                .right(Style.NUMBER, Figures.count(count), COUNT)
                .add("  ")
                .add(Style.INFO, ShareBar.of(count, most, Math.max(1, width - SPAN - COUNT - 2)))
                .build();
        return new ChartRow(
                line,
                new Filter.And(List.of(
                        new Filter.Compare(NumberField.DURATION, Relation.GE, from),
                        new Filter.Compare(NumberField.DURATION, Relation.LT, to))));
    }
}
