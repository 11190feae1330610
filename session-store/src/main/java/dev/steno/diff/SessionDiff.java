package dev.steno.diff;

import dev.steno.compare.ComparedFlow;
import dev.steno.compare.ComparedPart;
import dev.steno.compare.ComparisonRules;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.store.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Compares two selections of flows: pairs them ({@link Pairing}), then compares pair by pair while the next ones are read.
 * For one thread; starts one more for each side, which end with the comparison.
 */
public final class SessionDiff implements AutoCloseable {
    /** Flows that are read at once, on each side. */
    private static final int BATCH = 128;

    private final DiffSide left;
    private final DiffSide right;
    private final ComparisonRules rules;
    private final FlowDifference.Sink sink;
    private final Progress progress;
    private final ExecutorService leftThread = thread("diff-left");
    private final ExecutorService rightThread = thread("diff-right");
    private final Map<String, Long> parts = new LinkedHashMap<>();
    private long same;
    private long changed;
    private long removed;
    private long added;
    private long recoded;

    private SessionDiff(
            DiffSide left, DiffSide right, ComparisonRules rules, FlowDifference.Sink sink, Progress progress) {
        this.left = left;
        this.right = right;
        this.rules = rules;
        this.sink = sink;
        this.progress = progress;
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
        try (SessionDiff diff = new SessionDiff(left, right, rules, sink, progress)) {
            return diff.run();
        }
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private DiffSummary run() throws IOException {
        progress.beginStep("pairing", "", 0);
        // each side has its own rules, since these remember answers and are for one thread
        List<SideFlows> sides = both(
                () -> SideFlows.read(left, rules.ignored().copy(), progress),
                () -> SideFlows.read(right, rules.ignored().copy(), progress));
        SideFlows ofLeft = sides.get(0);
        SideFlows ofRight = sides.get(1);
        Pairing.pair(ofLeft, ofRight, this::both);
        progress.beginStep("comparing", "flows", Math.max(ofLeft.size(), ofRight.size()));
        PairOrder order = new PairOrder(ofLeft, ofRight);
        Batch next = read(order.next(BATCH));
        for (Batch batch = next; !batch.pairs().isEmpty(); batch = next) {
            progress.check();
            next = read(order.next(BATCH));
            compare(batch);
            progress.at(same + changed + removed + added);
        }
        return new DiffSummary(ofLeft.size(), ofRight.size(), same, changed, removed, added, recoded, parts);
    }

    /** Pairs, and their flows as soon as they are read. */
    private record Batch(List<PairOrder.Pair> pairs, Future<Map<Long, Flow>> left, Future<Map<Long, Flow>> right) {}

    private Batch read(List<PairOrder.Pair> pairs) {
        List<Long> leftIds = pairs.stream()
                .map(PairOrder.Pair::left)
                .filter(id -> id != PairOrder.NONE)
                .toList();
        List<Long> rightIds = pairs.stream()
                .map(PairOrder.Pair::right)
                .filter(id -> id != PairOrder.NONE)
                .toList();
        return new Batch(
                pairs, leftThread.submit(() -> flows(left, leftIds)), rightThread.submit(() -> flows(right, rightIds)));
    }

    private static Map<Long, Flow> flows(DiffSide side, List<Long> ids) throws IOException {
        Map<Long, Flow> flows = new LinkedHashMap<>();
        for (Flow flow : side.reader().flows(ids)) {
            flows.put(flow.id(), flow);
        }
        return flows;
    }

    private void compare(Batch batch) throws IOException {
        Map<Long, Flow> leftFlows = await(batch.left());
        Map<Long, Flow> rightFlows = await(batch.right());
        for (PairOrder.Pair pair : batch.pairs()) {
            Flow one = leftFlows.get(pair.left());
            Flow other = rightFlows.get(pair.right());
            if (one != null && other != null) {
                comparePair(one, other);
            } else if (one != null) {
                removed++;
                sink.accept(new FlowDifference(FlowDifference.Kind.REMOVED, one, null, List.of()));
            } else if (other != null) {
                added++;
                sink.accept(new FlowDifference(FlowDifference.Kind.ADDED, null, other, List.of()));
            } // else both were removed from their sessions since they were paired
        }
    }

    private void comparePair(Flow one, Flow other) throws IOException {
        List<ComparedPart> all = FlowComparison.compare(
                List.of(new ComparedFlow(left.reader(), one), new ComparedFlow(right.reader(), other)), rules);
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

    private <R> List<R> both(Callable<R> ofLeft, Callable<R> ofRight) throws IOException {
        Future<R> one = leftThread.submit(ofLeft);
        Future<R> other = rightThread.submit(ofRight);
        List<R> results = new ArrayList<>();
        results.add(await(one));
        results.add(await(other));
        return results;
    }

    private static <R> R await(Future<R> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a session cannot be compared", cause);
        }
    }

    @Override
    public void close() {
        leftThread.shutdownNow();
        rightThread.shutdownNow();
    }
}
