package dev.steno.stats;

import dev.steno.flow.Times;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.List;

/** What happened when: flows by class of status, and bytes in both directions, over the time of their start. */
public final class Timeline implements Tally<Timeline.Answer> {
    /** The highest number of buckets of an answer. */
    public static final int MOST = 600;

    /**
     * The flows that began in one span of time.
     *
     * @param start nanoseconds since the epoch
     * @param byClass flows with a status from 100 to 199, 200 to 299, and so on up to 599
     * @param other flows without an error whose status is none of these, or that have none
     * @param failed flows with an error, whatever their status
     * @param up bytes from clients
     * @param down bytes from servers
     */
    public record Bucket(long start, List<Long> byClass, long other, long failed, long up, long down) {}

    /**
     * The buckets in order, without gaps.
     *
     * @param from where the first begins, nanoseconds since the epoch
     * @param step the length of a bucket in nanoseconds
     */
    public record Answer(long from, long step, List<Bucket> buckets) {}

    private static final List<FlowColumn> COLUMNS = List.of(
            FlowColumns.STARTED,
            FlowColumns.STATUS,
            FlowColumns.ERROR_STEP,
            FlowColumns.REQUEST_SIZE,
            FlowColumns.RESPONSE_SIZE);
    private static final int OTHER = 0;
    private static final int FAILED = 6;
    private static final int UP = 7;
    private static final int DOWN = 8;
    private static final int FIGURES = 9;

    /** Figures by index: the classes are 1 to 5. */
    private static final class Figures implements TimeBuckets.Cell<Figures> {
        private final long[] sums = new long[FIGURES];

        @Override
        public void merge(Figures other, long later) {
            for (int i = 0; i < FIGURES; i++) {
                sums[i] += other.sums[i];
            }
        }
    }

    private final int most;
    private final TimeBuckets<Figures> buckets = new TimeBuckets<>(4 * MOST, Figures::new);

    /** @param most the highest number of buckets wanted, at most {@link #MOST} */
    public Timeline(int most) {
        this.most = most;
    }

    @Override
    public List<FlowColumn> columns() {
        return COLUMNS;
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        long started = flow.number(FlowColumns.STARTED);
        if (!Times.isSet(started)) {
            return;
        }
        long[] sums = buckets.at(started).sums;
        sums[kind(flow)] += weight;
        sums[UP] += weight * flow.number(FlowColumns.REQUEST_SIZE);
        sums[DOWN] += weight * flow.number(FlowColumns.RESPONSE_SIZE);
    }

    private static int kind(ColumnBlock flow) {
        if (flow.number(FlowColumns.ERROR_STEP) >= 0) {
            return FAILED;
        }
        long hundreds = flow.number(FlowColumns.STATUS) / 100;
        return hundreds >= 1 && hundreds <= 5 ? (int) hundreds : OTHER;
    }

    @Override
    public Answer result() {
        TimeBuckets.Row<Figures> row = buckets.row(most);
        List<Bucket> answer = new ArrayList<>();
        long start = row.from();
        for (Figures cell : row.cells()) {
            List<Long> classes = new ArrayList<>(5);
            for (int i = 1; i <= 5; i++) {
                classes.add(cell.sums[i]);
            }
            answer.add(new Bucket(start, classes, cell.sums[OTHER], cell.sums[FAILED], cell.sums[UP], cell.sums[DOWN]));
            start += row.step();
        }
        return new Answer(row.from(), row.step(), answer);
    }
}
