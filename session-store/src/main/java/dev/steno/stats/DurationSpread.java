package dev.steno.stats;

import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.List;

/** How the durations of flows are spread. */
public final class DurationSpread implements Tally<DurationSpread.Answer> {
    /**
     * The flows whose duration is in one bucket.
     *
     * @param from the smallest duration in nanoseconds
     * @param to the smallest duration of the next bucket
     */
    public record Bucket(long from, long to, long count) {}

    /**
     * The buckets from the first to the last that is not empty, an eighth of an octave each.
     *
     * @param counted the flows that have the duration
     * @param of the flows that were looked at
     * @param p50 the median in nanoseconds; -1 if nothing was counted
     * @param p95 as p50
     * @param p99 as p50
     */
    public record Answer(long counted, long of, long p50, long p95, long p99, List<Bucket> buckets) {

        static Answer of(LogHistogram histogram, long looked) {
            List<Bucket> buckets = new ArrayList<>();
            int first = histogram.first();
            int last = histogram.last();
            while (first <= last && histogram.count(first) == 0) {
                first++;
            }
            while (last >= first && histogram.count(last) == 0) {
                last--;
            }
            for (int i = first; i <= last; i++) {
                buckets.add(new Bucket(LogHistogram.lowerOf(i), LogHistogram.lowerOf(i + 1), histogram.count(i)));
            }
            return new Answer(
                    histogram.total(),
                    looked,
                    histogram.quantile(0.5),
                    histogram.quantile(0.95),
                    histogram.quantile(0.99),
                    buckets);
        }
    }

    private final LogHistogram histogram = new LogHistogram();
    private long looked;

    @Override
    public List<FlowColumn> columns() {
        return List.of(FlowColumns.DURATION);
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        looked += weight;
        long duration = flow.number(FlowColumns.DURATION);
        if (duration >= 0) {
            histogram.add(duration, weight);
        }
    }

    @Override
    public Answer result() {
        return Answer.of(histogram, looked);
    }
}
