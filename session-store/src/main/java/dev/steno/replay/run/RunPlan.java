package dev.steno.replay.run;

import dev.steno.filter.Filter;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.replay.request.ReplayableRequest;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.request.RequestChange;
import dev.steno.replay.request.TokenExpiry;
import dev.steno.replay.request.ValueTemplate.Occasion;
import dev.steno.replay.stream.ReplayedStreams;
import dev.steno.store.FlowSearch;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Which requests a run sends, in the order in which they were started; 32 bytes for each. Immutable once it is read.
 */
public final class RunPlan {
    /** Upper bound on the requests, which bounds the memory to some 200 MB. */
    public static final int MOST = 2_000_000;

    /** Upper bound on the refusals that are told one by one. */
    private static final int MOST_REFUSALS = 20;

    /** Upper bound on the servers that are told one by one. */
    private static final int MOST_SERVERS = 1_000;

    private static final int BATCH = 128;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE"); // RFC 9110, 9.2.1

    /**
     * Which flows are read.
     *
     * @param most upper bound on the requests
     */
    public record Choice(Filter filter, RunSample sample, long most) {}

    /** What goes to one server. */
    public static final class Server {
        private long requests;
        private long unsafe;

        /** Returns how many requests go there. */
        public long requests() {
            return requests;
        }

        /** Returns how many of them may change something there (RFC 9110, 9.2.1). */
        public long unsafe() {
            return unsafe;
        }
    }

    private record Planned(long flow, long started, long ended, long connection) {
        static Planned of(Flow flow) {
            return new Planned(
                    flow.id(),
                    flow.started(),
                    flow.started() + Math.max(0, flow.duration()),
                    flow.client().connection());
        }
    }

    private final List<Planned> reading = new ArrayList<>();
    private long[] flows = new long[0];
    private long[] started = new long[0];
    private long[] ended = new long[0];
    private long[] connections = new long[0];
    private long matching;
    private long refused;
    private final List<String> refusals = new ArrayList<>();
    private final Map<Endpoint, Server> servers = new LinkedHashMap<>();
    private long otherServers;
    private final Set<RequestChange> unmatched = new LinkedHashSet<>(); // in URLs
    private long expired;
    private long firstExpired;

    private RunPlan() {}

    /**
     * Reads the flows that match.
     *
     * @param requests what is made of them
     * @param progress may stop it
     * @throws IOException if the session cannot be read
     */
    public static RunPlan read(SessionReader reader, Choice choice, ReplayedRequests requests, Progress progress)
            throws IOException {
        Roaring64Bitmap numbers = numbers(reader, choice.filter(), progress);
        return read(reader, numbers, choice.sample(), choice.most(), requests, progress);
    }

    /**
     * Reads flows.
     *
     * @param numbers those of the flows
     * @param sample which of them are taken, up to {@code most} requests
     * @param requests what is made of them
     * @param progress may stop it
     * @throws IOException if the session cannot be read
     */
    public static RunPlan read(
            SessionReader reader,
            Roaring64Bitmap numbers,
            RunSample sample,
            long most,
            ReplayedRequests requests,
            Progress progress)
            throws IOException {
        RunPlan plan = new RunPlan();
        requests.changes().stream()
                .filter(RequestChange.InUrl.class::isInstance)
                .forEach(plan.unmatched::add);
        plan.matching = numbers.getLongCardinality();
        progress.beginStep("reading", "flows", plan.matching);
        List<Long> batch = new ArrayList<>(BATCH);
        long now = TimeUnit.NANOSECONDS.toSeconds(Times.now());
        long done = 0;
        for (var each = numbers.getLongIterator(); each.hasNext() && plan.reading.size() < most; ) {
            batch.add(each.next());
            if (batch.size() == BATCH || !each.hasNext()) {
                progress.check();
                if (plan.reading.size() > MOST) {
                    throw new IOException("more than " + MOST
                            + " requests would be sent; choose fewer by a filter, --limit" + " or --sample");
                }
                for (Flow flow : reader.flows(batch)) {
                    plan.add(flow, sample, most, requests, now);
                }
                done += batch.size();
                batch.clear();
                progress.at(done);
            }
        }
        plan.order();
        return plan;
    }

    private static Roaring64Bitmap numbers(SessionReader reader, Filter filter, Progress progress) throws IOException {
        try {
            return FlowSearch.numbers(reader, filter, progress::isStopped);
        } catch (CancellationException stopped) {
            throw new WorkStopped();
        }
    }

    private void add(Flow flow, RunSample sample, long most, ReplayedRequests requests, long now) {
        if (reading.size() >= most) {
            return;
        }
        String why = ReplayableRequest.refusal(flow);
        if (why == null && flow instanceof TcpFlow tcp) {
            if (sample.has(tcp)) {
                note(ReplayedStreams.server(tcp, requests.target()), false);
                reading.add(Planned.of(tcp));
            }
            return;
        }
        if (why == null && flow instanceof HttpFlow http) {
            if (!sample.has(http)) {
                return;
            }
            try {
                HttpFlow recorded = requests.recorded(http);
                note(
                        requests.head(recorded, new Occasion(http.id(), reading.size() + 1L), unmatched::remove),
                        http.id(),
                        now);
                reading.add(Planned.of(http));
                return;
            } catch (IllegalArgumentException e) {
                why = e.getMessage();
            }
        }
        refused++;
        if (refusals.size() < MOST_REFUSALS) {
            refusals.add(String.valueOf(why));
        }
    }

    private void note(HttpRequest head, long flow, long now) {
        boolean safe = SAFE.contains(head.method()) && !ReplayableRequest.asksForWebSocket(head);
        note(new Endpoint(head.host(), head.port()), safe);
        OptionalLong expiry = TokenExpiry.earliest(head.headers());
        if (expiry.isPresent() && expiry.getAsLong() < now) {
            firstExpired = expired++ == 0 ? flow : firstExpired;
        }
    }

    /** @param safe whether nothing is changed there; what messages and raw bytes do is not known */
    private void note(Endpoint to, boolean safe) {
        Server server = servers.get(to);
        if (server == null && servers.size() < MOST_SERVERS) {
            server = new Server();
            servers.put(to, server);
        }
        if (server == null) {
            otherServers++;
        } else {
            server.requests++;
            server.unsafe += safe ? 0 : 1;
        }
    }

    private void order() {
        reading.sort(Comparator.comparingLong(Planned::started).thenComparingLong(Planned::flow));
        flows = reading.stream().mapToLong(Planned::flow).toArray();
        started = reading.stream().mapToLong(Planned::started).toArray();
        ended = reading.stream().mapToLong(Planned::ended).toArray();
        connections = reading.stream().mapToLong(Planned::connection).toArray();
        reading.clear();
    }

    /** Returns the changes of URLs whose expression matches none of them. */
    public Set<RequestChange> unmatched() {
        return Collections.unmodifiableSet(unmatched);
    }

    /** Returns how many requests are sent in each pass. */
    public int size() {
        return flows.length;
    }

    /** Returns how many flows the filter has. */
    public long matching() {
        return matching;
    }

    /** Returns the numbers of the flows from one place of the order to another. */
    public long[] flows(int from, int to) {
        return Arrays.copyOfRange(flows, from, to);
    }

    long started(int place) {
        return started[place];
    }

    long ended(int place) {
        return ended[place];
    }

    long connection(int place) {
        return connections[place];
    }

    /** Returns the time from the first to the last start in the record, in nanoseconds. */
    public long span() {
        return started.length == 0 ? 0 : started[started.length - 1] - started[0];
    }

    /** Returns how many flows cannot be sent. */
    public long refused() {
        return refused;
    }

    /** Returns why, a sentence each for the first of them. */
    public List<String> refusals() {
        return Collections.unmodifiableList(refusals);
    }

    /** Returns where requests go, in the order of the first for each; of many, the first servers. */
    public Map<Endpoint, Server> servers() {
        return Collections.unmodifiableMap(servers);
    }

    /** Returns how many requests go to servers that are not named. */
    public long otherServers() {
        return otherServers;
    }

    /** Returns how many requests have a JSON web token that has expired. */
    public long expired() {
        return expired;
    }

    /** Returns the first flow of these; 0 if there is none. */
    public long firstExpired() {
        return firstExpired;
    }
}
