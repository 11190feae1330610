package dev.steno.stats;

import dev.steno.filter.Filter;
import dev.steno.filter.TextField;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Times;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were sent more than once within some seconds: same method, URL and size of body. Flows must be added in
 * the order of their numbers; only requests of the last seconds are remembered meanwhile.
 */
public final class Repeats implements Tally<Repeats.Answer> {
    /** How many requests are remembered at least; beyond twice as many, the oldest are forgotten early. */
    private static final int REMEMBERED = 50_000;

    /** How many different repeats are kept; flows of others are only counted. */
    private static final int KEPT = 10_000;

    /**
     * A request that was repeated.
     *
     * @param url without the port if that is usual for the scheme
     * @param flows how often it was sent
     * @param first the number of the first flow
     * @param gap the shortest time from one begin to the next, nanoseconds
     * @param requestBytes of all bodies that clients sent
     * @param responseBytes of all bodies that servers sent
     * @param filter matches flows with this method and URL
     */
    public record Repeat(
            String method,
            String url,
            long flows,
            long first,
            long gap,
            long requestBytes,
            long responseBytes,
            Filter filter) {}

    /**
     * The requests that were repeated most.
     *
     * @param repeated all flows that are the second or a later one
     * @param requests how many different requests were repeated; {@value #KEPT} stands for that many or more
     */
    public record Answer(long repeated, int requests, List<Repeat> repeats) {}

    /** A request of the last seconds. */
    private static final class Seen {
        private final long first;
        private final long responseBytes;
        private long last;
        private @Nullable Kept kept;

        private Seen(long first, long started, long responseBytes) {
            this.first = first;
            this.last = started;
            this.responseBytes = responseBytes;
        }
    }

    /** A request that was repeated. */
    private static final class Kept {
        private final String method;
        private final String scheme;
        private final String host;
        private final long port;
        private final String path;
        private final long first;
        private final long requestSize;
        private long flows;
        private long gap = Long.MAX_VALUE;
        private long responseBytes;

        private Kept(ColumnBlock flow, long first) {
            this.method = flow.text(FlowColumns.METHOD);
            this.scheme = flow.text(FlowColumns.SCHEME);
            this.host = flow.text(FlowColumns.HOST);
            this.port = flow.number(FlowColumns.PORT);
            this.path = flow.text(FlowColumns.PATH);
            this.requestSize = flow.number(FlowColumns.REQUEST_SIZE);
            this.first = first;
        }

        private long flows() {
            return flows;
        }

        private Repeat repeat() {
            String authority = new Endpoint(host, (int) port).authority(scheme);
            return new Repeat(
                    method,
                    scheme + "://" + authority + path,
                    flows,
                    first,
                    gap,
                    flows * requestSize,
                    responseBytes,
                    new Filter.And(List.of(
                            new Filter.Equals(TextField.METHOD, method),
                            new Filter.Equals(TextField.HOST, host),
                            new Filter.Equals(TextField.PATH, path))));
        }
    }

    private final long within;
    private final int top;
    private final LongTable<Kept> kept = new LongTable<>();
    private final KeyBuffer key = new KeyBuffer();

    /** Requests since {@link #turned}, and those before it. */
    private LongTable<Seen> recent = new LongTable<>();

    private LongTable<Seen> older = new LongTable<>();
    private long turned = Long.MIN_VALUE;
    private long repeated;

    /**
     * @param within the longest time from one begin to the next, nanoseconds
     * @param top the highest number of requests in the answer
     */
    public Repeats(long within, int top) {
        this.within = within;
        this.top = top;
    }

    @Override
    public List<FlowColumn> columns() {
        return List.of(
                FlowColumns.ID,
                FlowColumns.STARTED,
                FlowColumns.PORT,
                FlowColumns.REQUEST_SIZE,
                FlowColumns.RESPONSE_SIZE,
                FlowColumns.METHOD,
                FlowColumns.SCHEME,
                FlowColumns.HOST,
                FlowColumns.PATH);
    }

    @Override
    public boolean isAdditive() {
        return false;
    }

    @Override
    public void add(ColumnBlock flow, int weight) {
        if (flow.length(FlowColumns.METHOD) == 0) {
            return; // a raw stream
        }
        long started = flow.number(FlowColumns.STARTED);
        if (!Times.isSet(started)) {
            return;
        }
        forget(started);
        long hash = hash(flow);
        Seen seen = recent.get(hash);
        if (seen == null) {
            seen = older.get(hash);
        }
        if (seen == null || started - seen.last > within) {
            recent.put(hash, new Seen(flow.number(FlowColumns.ID), started, flow.number(FlowColumns.RESPONSE_SIZE)));
            return;
        }
        repeat(flow, hash, seen, started);
        recent.put(hash, seen);
    }

    private void repeat(ColumnBlock flow, long hash, Seen seen, long started) {
        repeated++;
        Kept of = seen.kept;
        if (of == null) {
            of = kept.get(hash);
            if (of == null && kept.size() < KEPT) {
                of = new Kept(flow, seen.first);
                kept.put(hash, of);
            }
            if (of != null) {
                seen.kept = of;
                of.flows++;
                of.responseBytes += seen.responseBytes;
            }
        }
        if (of != null) {
            of.flows++;
            of.responseBytes += flow.number(FlowColumns.RESPONSE_SIZE);
            of.gap = Math.min(of.gap, Math.max(0, started - seen.last));
        }
        seen.last = Math.max(seen.last, started);
    }

    private long hash(ColumnBlock flow) {
        key.clear();
        key.put(flow, FlowColumns.METHOD);
        key.put(' ');
        key.put(flow, FlowColumns.SCHEME);
        key.put(' ');
        key.putLowerCase(flow, FlowColumns.HOST);
        key.put(' ');
        key.put(flow, FlowColumns.PATH);
        long numbers = flow.number(FlowColumns.PORT) * 31 + flow.number(FlowColumns.REQUEST_SIZE);
        return ByteKeys.hash(key.bytes(), 0, key.length()) ^ numbers * 0x9e3779b97f4a7c15L;
    }

    /** Forgets requests that are too old to be repeated: what is in the older table was last seen before the turn. */
    private void forget(long now) {
        if (recent.size() >= REMEMBERED || now - within > turned) {
            older = recent;
            recent = new LongTable<>();
            turned = now;
        }
    }

    @Override
    public Answer result() {
        List<Kept> all = new ArrayList<>(kept.size());
        kept.forEach(all::add);
        return new Answer(
                repeated,
                all.size(),
                all.stream()
                        .sorted(Comparator.comparingLong(Kept::flows).reversed().thenComparing(each -> each.first))
                        .limit(top)
                        .map(Kept::repeat)
                        .toList());
    }
}
