package dev.steno.mock;

import dev.steno.flow.HttpFlow;
import dev.steno.mock.index.FlowRef;
import dev.steno.mock.index.MockedSession;
import dev.steno.mock.index.Recordings;
import dev.steno.mock.key.AskedRequest;
import dev.steno.mock.key.ContentRule;
import dev.steno.mock.key.MatchRules;
import dev.steno.mock.key.RequestDigest;
import dev.steno.mock.key.RequestParts;
import dev.steno.store.ColumnBlock;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The recorded flows of one place, grouped by requests that are equal. A group is found by its digest, so that a place with a
 * hundred thousand flows costs no more than one with two. Any thread reads; one adds.
 */
final class EqualRequests {
    private static final List<FlowColumn> COLUMNS = List.of(FlowColumns.ID, FlowColumns.REQUEST_SIZE, FlowColumns.PATH);

    private static final int BY_NUMBER = 1_000;

    private final Map<RequestDigest, long[]> groups = new ConcurrentHashMap<>();
    private final int size;

    private EqualRequests(int size) {
        this.size = size;
    }

    /**
     * Adds a flow that was recorded after the others were read, unless it is among them. Blocks.
     *
     * @param place of all of them
     */
    void add(Recordings recordings, long ref, long place, MatchRules rules) throws IOException {
        RequestDigest digest = ofFlow(recordings, ref, place, rules);
        if (digest == null) {
            return;
        }
        synchronized (this) {
            long[] before = find(digest);
            if (Arrays.binarySearch(before, ref) < 0) {
                long[] after = Arrays.copyOf(before, before.length + 1);
                after[before.length] = ref;
                Arrays.sort(after); // the order in which flows are used
                groups.put(digest, after);
            }
        }
    }

    /** Adds the flows that were recorded while the others were read. Blocks. */
    void addMissing(Recordings recordings, long[] read, long place, MatchRules rules) throws IOException {
        for (long ref : recordings.find(place)) {
            if (Arrays.binarySearch(read, ref) < 0) {
                add(recordings, ref, place, rules);
            }
        }
    }

    /**
     * Reads the flows of a place: of those whose requests have no content, columns only. Blocks.
     *
     * @param refs the flows, in their order
     * @throws IOException if the session cannot be read; a flow that is damaged is left out
     */
    static EqualRequests read(Recordings recordings, long[] refs, long place, MatchRules rules) throws IOException {
        EqualRequests equal = new EqualRequests(refs.length);
        boolean columnsSuffice = rules.headers().isEmpty();
        Map<RequestDigest, LongStream.Builder> collected = new HashMap<>();
        int from = 0;
        while (from < refs.length) {
            int session = FlowRef.session(refs[from]);
            int to = from;
            while (to < refs.length && to - from < BY_NUMBER && FlowRef.session(refs[to]) == session) {
                to++;
            }
            Map<Long, RequestDigest> known = columnsSuffice
                    ? ofColumns(recordings.session(refs[from]), Arrays.copyOfRange(refs, from, to), place, rules)
                    : Map.of();
            for (int i = from; i < to; i++) {
                RequestDigest digest = recordings.isRewritten(refs[i]) ? null : known.get(FlowRef.flow(refs[i]));
                if (digest == null) {
                    digest = ofFlow(recordings, refs[i], place, rules);
                }
                if (digest != null) {
                    collected
                            .computeIfAbsent(digest, absent -> LongStream.builder())
                            .add(refs[i]);
                }
            }
            from = to;
        }
        collected.forEach(
                (digest, group) -> equal.groups.put(digest, group.build().toArray()));
        return equal;
    }

    private static Map<Long, RequestDigest> ofColumns(MockedSession session, long[] refs, long place, MatchRules rules)
            throws IOException {
        long[] ids = Arrays.stream(refs).map(FlowRef::flow).toArray();
        ColumnBlock block = session.columnsOf(COLUMNS, ids);
        Map<Long, RequestDigest> digests = new HashMap<>();
        while (block.next()) {
            if (block.number(FlowColumns.REQUEST_SIZE) == 0 || rules.content() == ContentRule.NONE) {
                RequestParts parts = RequestParts.ofPath(block.text(FlowColumns.PATH), rules);
                digests.put(block.number(FlowColumns.ID), parts.digest(place));
            }
        }
        return digests;
    }

    private static @Nullable RequestDigest ofFlow(Recordings recordings, long ref, long place, MatchRules rules)
            throws IOException {
        HttpFlow flow = recordings.flow(ref).orElse(null);
        if (flow == null) {
            return null;
        }
        return RequestBodies.parts(AskedRequest.of(flow), rules, recordings.session(ref)::body)
                .digest(place);
    }

    /** Returns the flows whose requests have a digest, in their order; none if there are none. */
    long[] find(RequestDigest digest) {
        long[] found = groups.get(digest);
        return found == null ? new long[0] : found;
    }

    /** Returns the number of flows that were read. */
    int size() {
        return size;
    }
}
