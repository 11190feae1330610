package dev.steno.stats;

import dev.steno.flow.Flow;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.PeekableLongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What takes which time in one page: the phases of some flows, with a lane for each connection to a server.
 *
 * @param from when the first flow began, nanoseconds since the epoch
 * @param to when the last known phase ended
 * @param lanes in the order in which they were first used
 * @param rows in the order in which the flows began
 * @param more how many further flows are selected
 */
public record Waterfall(long from, long to, List<Lane> lanes, List<Row> rows, long more) {
    /** The highest number of flows; the first ones are taken. */
    public static final int MOST = 500;

    /**
     * A connection to a server.
     *
     * @param connection its number; 0 for the lane of flows without one
     * @param server {@code host:port}; empty for that lane
     */
    public record Lane(long connection, String server) {}

    /** A flow. */
    public record Row(Flow flow, long connection, List<FlowPhase.Span> phases) {}

    /** Reads the selected flows. For the statistics thread. */
    public static Waterfall read(SessionReader reader, FlowScope scope, BooleanSupplier cancelled)
            throws SessionException {
        Roaring64Bitmap selected = scope.flows().find(reader, cancelled);
        List<Long> ids = new ArrayList<>();
        PeekableLongIterator next = selected.getLongIterator();
        while (next.hasNext() && ids.size() < MOST) {
            ids.add(next.next());
        }
        List<Flow> flows = reader.flows(ids).stream()
                .filter(flow -> flow.started() >= scope.from() && flow.started() < scope.to())
                .toList();
        return of(flows, selected.getLongCardinality() - ids.size());
    }

    static Waterfall of(List<Flow> flows, long more) {
        List<Row> rows = flows.stream()
                .sorted(Comparator.comparingLong(Flow::started).thenComparingLong(Flow::id))
                .map(flow -> new Row(flow, connection(flow.server()), FlowPhase.of(flow)))
                .toList();
        Map<Long, Lane> lanes = new LinkedHashMap<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (Row row : rows) {
            Peer server = row.flow().server();
            lanes.putIfAbsent(
                    row.connection(),
                    new Lane(
                            row.connection(),
                            server == null ? "" : server.address().toString()));
            from = Math.min(from, row.flow().started());
            to = Math.max(to, end(row));
        }
        return rows.isEmpty()
                ? new Waterfall(0, 0, List.of(), List.of(), more)
                : new Waterfall(from, to, List.copyOf(lanes.values()), rows, more);
    }

    private static long end(Row row) {
        Flow flow = row.flow();
        long end = flow.started() + (Times.isSet(flow.duration()) ? flow.duration() : 0);
        return row.phases().stream().mapToLong(FlowPhase.Span::to).reduce(end, Math::max);
    }

    private static long connection(@Nullable Peer server) {
        return server == null ? 0 : server.connection();
    }
}
