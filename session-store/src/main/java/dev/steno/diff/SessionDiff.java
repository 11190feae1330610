package dev.steno.diff;

import dev.steno.compare.ComparedFlow;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.UndamagedFlows;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * Compares two selections of flows: pairs them ({@link Pairing}), then compares pair by pair while the next ones are read.
 * For one thread; has one more for each side, which end when it is closed.
 */
public final class SessionDiff implements AutoCloseable {
    /** Upper bound on the flows of a side, which bounds the memory of the keys of both to about 400 MB. */
    public static final int MOST = 8_000_000;

    /** Flows that are read at once, on each side. */
    private static final int BATCH = 128;

    private final DiffSide left;
    private final DiffSide right;
    private final ComparisonRules rules;
    private final Progress progress;
    private final SideThreads threads;
    private final SideFlows ofLeft;
    private final SideFlows ofRight;
    private final boolean ofOneSession;
    private final Map<String, Long> parts = new LinkedHashMap<>();
    private long same;
    private long changed;
    private long removed;
    private long added;
    private long recoded;
    private long damaged;

    private SessionDiff(
            DiffSide left,
            DiffSide right,
            ComparisonRules rules,
            Progress progress,
            SideThreads threads,
            List<SideFlows> sides) {
        this.left = left;
        this.right = right;
        this.rules = rules;
        this.progress = progress;
        this.threads = threads;
        this.ofLeft = sides.get(0);
        this.ofRight = sides.get(1);
        this.ofOneSession = left.file().equals(right.file());
    }

    /**
     * Compares two selections.
     *
     * @param sink receives what differs, on the calling thread
     * @param progress may stop the comparison
     * @throws IOException if a session cannot be read, or the sink throws it
     */
    public static DiffSummary compare(
            DiffSide left, DiffSide right, ComparisonRules rules, FlowDifference.Sink sink, Progress progress)
            throws IOException {
        try (SessionDiff diff = pair(left, right, rules, MOST, progress)) {
            return diff.compare(sink);
        }
    }

    /**
     * Pairs the flows of two selections. The caller closes the result.
     *
     * @param most upper bound on the flows of a side, at most {@link #MOST}
     * @param progress may stop the pairing and the comparison
     * @throws IOException if a session cannot be read, or a side has more flows
     */
    public static SessionDiff pair(DiffSide left, DiffSide right, ComparisonRules rules, int most, Progress progress)
            throws IOException {
        SideThreads threads = new SideThreads();
        boolean paired = false;
        try {
            progress.beginStep("pairing", "", 0);
            // each side has its own rules, since these remember answers and are for one thread
            List<SideFlows> sides = threads.both(
                    () -> SideFlows.read(left, rules.ignored().copy(), most, progress),
                    () -> SideFlows.read(right, rules.ignored().copy(), most, progress));
            Pairing.pair(sides.get(0), sides.get(1), threads::both);
            SessionDiff diff = new SessionDiff(left, right, rules, progress, threads, sides);
            paired = true;
            return diff;
        } finally {
            if (!paired) {
                threads.close();
            }
        }
    }

    /**
     * Compares the flows of each pair. Call once.
     *
     * @param sink receives what differs, on the calling thread
     * @throws IOException if a session cannot be read, or the sink throws it
     */
    public DiffSummary compare(FlowDifference.Sink sink) throws IOException {
        progress.beginStep("comparing", "flows", Math.max(ofLeft.size(), ofRight.size()));
        PairOrder order = new PairOrder(ofLeft, ofRight);
        Batch next = read(order.next(BATCH));
        for (Batch batch = next; !batch.pairs().isEmpty(); batch = next) {
            progress.check();
            next = read(order.next(BATCH));
            compare(batch, sink);
            progress.at(same + changed + removed + added + damaged);
        }
        return new DiffSummary(ofLeft.size(), ofRight.size(), same, changed, removed, added, recoded, damaged, parts);
    }

    /** Pairs, and their flows as soon as they are read. */
    private record Batch(List<PairOrder.Pair> pairs, Future<Read> left, Future<Read> right) {}

    /**
     * Flows of a side by number.
     *
     * @param damaged why those that are missing cannot be read; a flow that is in neither was removed from its session
     */
    private record Read(Map<Long, Flow> flows, Map<Long, String> damaged) {}

    private Batch read(List<PairOrder.Pair> pairs) {
        List<Long> leftIds = ids(pairs, PairOrder.Pair::left);
        List<Long> rightIds = ids(pairs, PairOrder.Pair::right);
        return new Batch(
                pairs, threads.onLeft(() -> flows(left, leftIds)), threads.onRight(() -> flows(right, rightIds)));
    }

    private List<Long> ids(List<PairOrder.Pair> pairs, ToLongFunction<PairOrder.Pair> side) {
        return pairs.stream()
                .filter(pair -> !isOneFlow(pair))
                .map(side::applyAsLong)
                .filter(id -> id != PairOrder.NONE)
                .sorted() // those side by side are read at once
                .toList();
    }

    /** Whether both flows are the same one, in two selections of one session. */
    private boolean isOneFlow(PairOrder.Pair pair) {
        return ofOneSession && pair.left() == pair.right();
    }

    private static Read flows(DiffSide side, List<Long> ids) throws IOException {
        Read read = new Read(new HashMap<>(), new HashMap<>());
        for (Flow flow : UndamagedFlows.read(side.reader(), ids, read.damaged()::put)) {
            read.flows().put(flow.id(), flow);
        }
        return read;
    }

    /** Tells a flow that is damaged; returns whether it is. */
    private static boolean tellDamage(DiffSide side, long flow, Read read, FlowDifference.Sink sink)
            throws IOException {
        String why = read.damaged().get(flow);
        if (why != null) {
            sink.damaged(side.file(), flow, why);
        }
        return why != null;
    }

    private void compare(Batch batch, FlowDifference.Sink sink) throws IOException {
        Read ofLeftSide = SideThreads.await(batch.left());
        Read ofRightSide = SideThreads.await(batch.right());
        for (PairOrder.Pair pair : batch.pairs()) {
            if (isOneFlow(pair)) {
                same++;
                continue;
            }
            boolean damage = tellDamage(left, pair.left(), ofLeftSide, sink)
                    | tellDamage(right, pair.right(), ofRightSide, sink);
            if (damage) {
                damaged++;
                continue;
            }
            Flow one = ofLeftSide.flows().get(pair.left());
            Flow other = ofRightSide.flows().get(pair.right());
            if (one != null && other != null) {
                comparePair(one, other, sink);
            } else if (one != null) {
                removed++;
                sink.accept(new FlowDifference(FlowDifference.Kind.REMOVED, one, null, List.of()));
            } else if (other != null) {
                added++;
                sink.accept(new FlowDifference(FlowDifference.Kind.ADDED, null, other, List.of()));
            } // else both were removed from their sessions since they were paired
        }
    }

    private void comparePair(Flow one, Flow other, FlowDifference.Sink sink) throws IOException {
        List<ComparedPart> all;
        try {
            all = FlowComparison.compare(
                    List.of(new ComparedFlow(left.reader(), one), new ComparedFlow(right.reader(), other)), rules);
        } catch (SessionException e) {
            if (!e.isDamaged()) {
                throw e;
            }
            damaged++; // a body or a message, of either
            sink.damaged(left.file(), one.id(), String.valueOf(e.getMessage()));
            return;
        }
        boolean differs = false;
        for (ComparedPart part : all) {
            if (part.differs()) {
                parts.merge(part.name(), 1L, Long::sum);
                differs = true;
            }
        }
        if (differs) {
            changed++;
            sink.accept(new FlowDifference(FlowDifference.Kind.CHANGED, one, other, all));
        } else {
            same++;
            recoded += all.isEmpty() ? 0 : 1;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
