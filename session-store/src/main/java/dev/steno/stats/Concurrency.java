package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.filter.Regex;
import dev.steno.filter.TextField;
import dev.steno.flow.FlowState;
import dev.steno.flow.Times;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many flows were under way at once, and how many shared a connection of a client: is the client serial. */
public final class Concurrency implements Tally<Concurrency.Answer> {
    /** The highest number of buckets of an answer. */
    public static final int MOST = 600;

    /** How many connections are told apart; flows of later ones are not counted as any connection's. */
    static final int CONNECTIONS = 100_000;

    /** Points at which the concurrency is looked at. */
    private static final int CELLS = 8 * MOST;

    /**
     * One span of time.
     *
     * @param start nanoseconds since the epoch
     * @param average the time that flows were under way, divided by the length of the span
     * @param peak the highest number seen at one of at least {@value #MOST} points of the whole time
     * @param started the flows that began
     * @param connections the client connections whose first flow began
     */
    public record Bucket(long start, double average, long peak, long started, long connections) {}

    /**
     * A client connection.
     *
     * @param client its address and port
     * @param server the server of its first flow; empty if none was reached
     * @param serial whether no two of its flows were under way at once
     * @param filter matches its flows
     */
    public record Connection(String client, String server, long flows, boolean serial, Filter filter) {}

    /**
     * The buckets in order, and the connections with the most flows.
     *
     * @param step the length of a bucket in nanoseconds
     * @param connections the number of client connections, of which at most 100,000 are told apart
     * @param serial how many of them had no two flows under way at once
     */
    public record Answer(
            long from, long step, List<Bucket> buckets, long connections, long serial, List<Connection> busiest) {}

    /** Begins and ends in one span; the sums are of microseconds since its start. */
    private static final class Changes implements TimeBuckets.Cell<Changes> {
        private long begins;
        private long ends;
        private double afterBegins;
        private double afterEnds;
        private long started;
        private long connections;

        private void begin(long nanos, int weight) {
            begins += weight;
            afterBegins += weight * (nanos / 1e3);
        }

        private void end(long nanos, int weight) {
            ends += weight;
            afterEnds += weight * (nanos / 1e3);
        }

        @Override
        public void merge(Changes other, long later) {
            begins += other.begins;
            ends += other.ends;
            afterBegins += other.afterBegins + other.begins * (later / 1e3);
            afterEnds += other.afterEnds + other.ends * (later / 1e3);
            started += other.started;
            connections += other.connections;
        }
    }

    /** What is known of a connection. */
    private static final class Known {
        private final String client;
        private final String server;
        private long flows;
        private boolean parallel;
        private long lastStart = Long.MIN_VALUE;
        private long lastEnd = Long.MIN_VALUE;

        private Known(ColumnBlock flow) {
            this.client = flow.text(FlowColumns.CLIENT);
            this.server = flow.text(FlowColumns.SERVER);
        }

        private void add(long started, long ended) {
            parallel |= started < lastEnd && ended > lastStart;
            lastStart = Math.max(lastStart, started);
            lastEnd = Math.max(lastEnd, ended);
        }

        private long flows() {
            return flows;
        }

        private Connection connection() {
            Filter filter = Filter.Matches.of(TextField.SOURCE, "^" + Regex.quote(client) + "$");
            return new Connection(client, server, flows, !parallel, filter);
        }
    }

    private final int most;
    private final int top;
    private final TimeBuckets<Changes> buckets = new TimeBuckets<>(CELLS, Changes::new);
    private final LongTable<Known> connections = new LongTable<>();

    /**
     * @param most the highest number of buckets wanted, at most {@link #MOST}
     * @param top the highest number of connections in the answer
     */
    public Concurrency(int most, int top) {
        this.most = most;
        this.top = top;
    }

    @Override
    public List<FlowColumn> columns() {
        return List.of(
                FlowColumns.STARTED, FlowColumns.DURATION, FlowColumns.STATE, FlowColumns.CLIENT, FlowColumns.SERVER);
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        long started = flow.number(FlowColumns.STARTED);
        if (!Times.isSet(started)) {
            return;
        }
        long duration = flow.number(FlowColumns.DURATION);
        Changes begin = buckets.at(started);
        begin.started += weight;
        Known connection = connection(flow);
        if (connection != null) {
            if (connection.flows == 0) {
                begin.connections++;
            }
            connection.flows += weight;
            if (connection.flows == 0) {
                begin.connections--;
            }
        }
        if (duration >= 0) {
            begin.begin(started - buckets.startOf(started), weight);
            long ended = started + duration;
            buckets.at(ended).end(ended - buckets.startOf(ended), weight);
            if (connection != null) {
                connection.add(started, ended);
            }
        } else if (flow.number(FlowColumns.STATE) == FlowState.OPEN.number()) {
            begin.begin(started - buckets.startOf(started), weight);
        } // of an interrupted flow, the end is unknown
    }

    private @Nullable Known connection(ColumnBlock flow) {
        long hash = ByteKeys.hash(flow.bytes(), flow.start(FlowColumns.CLIENT), flow.length(FlowColumns.CLIENT));
        Known known = connections.get(hash);
        if (known == null && connections.size() < CONNECTIONS) {
            known = new Known(flow);
            connections.put(hash, known);
        }
        return known;
    }

    @Override
    public Answer result() {
        TimeBuckets.Row<Changes> fine = buckets.row(CELLS);
        int factor = Math.max(1, (fine.cells().size() + most - 1) / most);
        List<Bucket> answer = new ArrayList<>();
        double micros = fine.step() / 1e3;
        long open = 0;
        for (int from = 0; from < fine.cells().size(); from += factor) {
            double busy = 0;
            long peak = open;
            long started = 0;
            long begun = 0;
            int to = Math.min(from + factor, fine.cells().size());
            for (Changes cell : fine.cells().subList(from, to)) {
                busy += open * micros + cell.begins * micros - cell.afterBegins - cell.ends * micros + cell.afterEnds;
                open += cell.begins - cell.ends;
                peak = Math.max(peak, open);
                started += cell.started;
                begun += cell.connections;
            }
            busy += open * micros * (from + factor - to);
            double average = Math.max(0, busy / (micros * factor));
            answer.add(new Bucket(fine.from() + from * fine.step(), average, peak, started, begun));
        }
        return answer(fine.from(), factor * fine.step(), answer);
    }

    private Answer answer(long from, long step, List<Bucket> spans) {
        List<Known> all = new ArrayList<>();
        connections.forEach(known -> {
            if (known.flows > 0) {
                all.add(known);
            }
        });
        return new Answer(
                from,
                step,
                spans,
                all.size(),
                all.stream().filter(known -> !known.parallel).count(),
                all.stream()
                        .sorted(Comparator.comparingLong(Known::flows)
                                .reversed()
                                .thenComparing(known -> known.client))
                        .limit(top)
                        .map(Known::connection)
                        .toList());
    }
}
