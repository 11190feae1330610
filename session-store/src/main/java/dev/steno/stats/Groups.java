package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Flows by a key, such as their host, with bytes and durations of each group. */
public final class Groups implements Tally<Groups.Answer> {
    /** How many keys are told apart; flows with further keys are counted together. */
    public static final int KEYS = 20_000;

    /** What groups are ordered by, the largest first. */
    public enum Rank {
        FLOWS(Sums::flows),
        BYTES(Sums::bytes),
        ERRORS(Sums::errors),
        P95(sums -> sums.durations().quantile(0.95));

        private final ToLongFunction<Sums> value;

        Rank(ToLongFunction<Sums> value) {
            this.value = value;
        }
    }

    /**
     * The flows with one key.
     *
     * @param key as people read it; empty for flows that have none
     * @param p50 the median of the durations in nanoseconds; -1 if none has ended
     * @param p95 as p50
     * @param p99 as p50
     * @param filter matches these flows; null if no filter does
     */
    public record Group(
            String key,
            long flows,
            long errors,
            long requestBytes,
            long responseBytes,
            long p50,
            long p95,
            long p99,
            @Nullable Filter filter) {

        static Group of(String key, Sums sums, @Nullable Filter filter) {
            LogHistogram durations = sums.durations();
            return new Group(
                    key,
                    sums.flows(),
                    sums.errors(),
                    sums.requestBytes(),
                    sums.responseBytes(),
                    durations.quantile(0.5),
                    durations.quantile(0.95),
                    durations.quantile(0.99),
                    filter);
        }
    }

    /**
     * The largest groups.
     *
     * @param total all flows that the question is about
     * @param keys the number of different keys; {@link #KEYS} stands for that many or more
     * @param other all flows that are in none of the groups
     */
    public record Answer(long total, int keys, List<Group> groups, Group other) {}

    private final GroupKey by;
    private final int top;
    private final Rank rank;
    private final ByteKeys keys;
    private final List<Sums> sums = new ArrayList<>();
    private final Sums folded = new Sums();
    private final GroupKey.Key key = new GroupKey.Key();

    /** @param top the highest number of groups in the answer */
    public Groups(GroupKey by, int top, Rank rank) {
        this(by, top, rank, KEYS);
    }

    Groups(GroupKey by, int top, Rank rank, int most) {
        this.by = by;
        this.top = top;
        this.rank = rank;
        this.keys = new ByteKeys(most);
    }

    @Override
    public List<FlowColumn> columns() {
        return Stream.concat(by.columns().stream(), Sums.COLUMNS.stream())
                .distinct()
                .toList();
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        if (!by.concerns(flow)) {
            return;
        }
        key.buffer.clear();
        by.key(flow, key);
        int number = keys.number(key.buffer.bytes(), 0, key.buffer.length());
        if (number == ByteKeys.FULL) {
            folded.add(flow, weight);
            return;
        }
        if (number == sums.size()) {
            sums.add(new Sums());
        }
        sums.get(number).add(flow, weight);
    }

    private record Ranked(int number, Sums sums, long value) {}

    @Override
    public Answer result() {
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            Sums each = sums.get(i);
            if (each.flows() > 0) {
                ranked.add(new Ranked(i, each, rank.value.applyAsLong(each)));
            }
        }
        ranked.sort(Comparator.comparingLong(Ranked::value).reversed().thenComparing(each -> keys.text(each.number())));
        List<Group> groups = new ArrayList<>();
        Sums other = new Sums();
        other.add(folded);
        long total = folded.flows();
        for (int i = 0; i < ranked.size(); i++) {
            Sums each = ranked.get(i).sums();
            total += each.flows();
            if (i < top) {
                String text = keys.text(ranked.get(i).number());
                groups.add(Group.of(by.label(text), each, by.filter(text)));
            } else {
                other.add(each);
            }
        }
        return new Answer(total, ranked.size(), groups, Group.of("", other, null));
    }
}
