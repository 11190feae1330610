package dev.steno.stats;

import dev.steno.flow.Times;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.List;

/** Durations over the time of start: is it slow, and since when. */
public final class HeatMap implements Tally<HeatMap.Answer> {
    /** The highest number of columns of an answer. */
    public static final int COLUMNS = 240;

    private static final int NONE = -1;

    /**
     * The flows that began in one span of time.
     *
     * @param start nanoseconds since the epoch
     * @param counts of each row, the shortest durations first
     * @param p50 the median of the durations in nanoseconds; -1 if there is none
     * @param p95 as p50
     * @param p99 as p50
     */
    public record Column(long start, List<Long> counts, long p50, long p95, long p99) {}

    /**
     * The map; the rows have equal heights on a logarithmic scale.
     *
     * @param step the width of a column in nanoseconds
     * @param bounds the smallest duration of each row in nanoseconds, then the bound of the last one
     */
    public record Answer(long from, long step, List<Long> bounds, List<Column> columns) {}

    private static final class Durations implements TimeBuckets.Cell<Durations> {
        private final LogHistogram histogram = new LogHistogram();

        @Override
        public void merge(Durations other, long later) {
            histogram.add(other.histogram);
        }
    }

    private final int most;
    private final int rows;
    private final TimeBuckets<Durations> buckets = new TimeBuckets<>(4 * COLUMNS, Durations::new);

    /**
     * @param most the highest number of columns, at most {@link #COLUMNS}
     * @param rows the highest number of rows
     */
    public HeatMap(int most, int rows) {
        this.most = most;
        this.rows = rows;
    }

    @Override
    public List<FlowColumn> columns() {
        return List.of(FlowColumns.STARTED, FlowColumns.DURATION);
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        long started = flow.number(FlowColumns.STARTED);
        long duration = flow.number(FlowColumns.DURATION);
        if (Times.isSet(started) && duration >= 0) {
            buckets.at(started).histogram.add(duration, weight);
        }
    }

    @Override
    public Answer result() {
        TimeBuckets.Row<Durations> row = buckets.row(most);
        int first = Integer.MAX_VALUE;
        int last = NONE;
        for (Durations cell : row.cells()) {
            for (int i = cell.histogram.first(); i <= cell.histogram.last(); i++) {
                if (cell.histogram.count(i) > 0) {
                    first = Math.min(first, i);
                    last = Math.max(last, i);
                }
            }
        }
        if (last == NONE) {
            return new Answer(row.from(), row.step(), List.of(), List.of());
        }
        int perRow = Math.max(1, (last - first + rows) / rows);
        int height = (last - first) / perRow + 1;
        List<Long> bounds = new ArrayList<>();
        for (int i = 0; i <= height; i++) {
            bounds.add(LogHistogram.lowerOf(first + i * perRow));
        }
        List<Column> columns = new ArrayList<>();
        long start = row.from();
        for (Durations cell : row.cells()) {
            columns.add(column(start, cell.histogram, first, perRow, height));
            start += row.step();
        }
        return new Answer(row.from(), row.step(), bounds, columns);
    }

    private static Column column(long start, LogHistogram histogram, int first, int perRow, int height) {
        List<Long> counts = new ArrayList<>(height);
        for (int i = 0; i < height; i++) {
            long count = 0;
            for (int j = 0; j < perRow; j++) {
                count += histogram.count(first + i * perRow + j);
            }
            counts.add(count);
        }
        return new Column(start, counts, histogram.quantile(0.5), histogram.quantile(0.95), histogram.quantile(0.99));
    }
}
