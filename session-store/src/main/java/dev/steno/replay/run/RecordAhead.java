package dev.steno.replay.run;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.replay.request.ReplayableRequest;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.stream.EventStreamLimit;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the flows of a plan, pass after pass, on a thread that is ahead of the run, so that a slow disk delays no request.
 * Flows that fit are kept between passes. {@link #next} and {@link #close} are for the thread of the run.
 */
final class RecordAhead implements AutoCloseable {
    /** Flows that are read ahead: with bodies of at most 16 KiB each, 8 MB. */
    private static final int AHEAD = 512;

    private static final int BATCH = 64;

    /** Upper bound on the flows that are kept between passes. */
    private static final int MOST_KEPT = 256;

    /**
     * What was read of a place of the plan.
     *
     * @param flow null if it cannot be sent any more
     * @param events how many its response had; negative if it was no event stream
     * @param problem why
     */
    record Read(
            int place,
            int pass,
            @Nullable Flow flow,
            long events,
            @Nullable String problem) {}

    /** A flow that is kept between passes. */
    private record Kept(Flow flow, long events) {}

    private final RunPlan plan;
    private final int passes;
    private final SessionReader reader;
    private final ReplayedRequests requests;
    private final ArrayBlockingQueue<Read> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread run = Thread.currentThread();
    private final Thread thread = new Thread(this::read, "replay-read");
    private volatile boolean over;
    private volatile @Nullable SessionException failure;

    /** Begins to read. Created on the thread of the run. */
    RecordAhead(RunPlan plan, int passes, SessionReader reader, ReplayedRequests requests) {
        this.plan = plan;
        this.passes = passes;
        this.reader = reader;
        this.requests = requests;
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns what is next; null if it is not read yet, or if {@link #isOver}. The thread of the run is unparked then. */
    @Nullable
    Read next() throws SessionException {
        Read next = ready.poll();
        SessionException failed = failure;
        if (next == null && failed != null) {
            throw failed;
        }
        return next;
    }

    /** Whether nothing will be next. */
    boolean isOver() {
        return over && ready.isEmpty();
    }

    private void read() {
        try {
            Map<Integer, Kept> kept = plan.size() <= MOST_KEPT && passes > 1 ? new HashMap<>() : Map.of();
            for (int pass = 0; pass < passes; pass++) {
                for (int from = 0; from < plan.size(); from += BATCH) {
                    for (Read read : batch(from, Math.min(plan.size(), from + BATCH), pass, kept)) {
                        ready.put(read);
                        LockSupport.unpark(run);
                    }
                }
            }
        } catch (SessionException e) {
            failure = e;
        } catch (InterruptedException e) {
            // closed
        } finally {
            over = true;
            LockSupport.unpark(run);
        }
    }

    private List<Read> batch(int from, int to, int pass, Map<Integer, Kept> kept) throws SessionException {
        long[] numbers = plan.flows(from, to);
        Map<Long, Flow> found = new HashMap<>();
        if (pass == 0 || kept.size() < plan.size()) {
            for (Flow flow : reader.flows(
                    java.util.Arrays.stream(numbers).boxed().sorted().toList())) {
                found.put(flow.id(), flow);
            }
        }
        List<Read> read = new ArrayList<>(numbers.length);
        for (int place = from; place < to; place++) {
            Kept before = kept.get(place);
            if (before != null) {
                read.add(new Read(place, pass, before.flow(), before.events(), null));
                continue;
            }
            Flow flow = found.get(numbers[place - from]);
            String why =
                    flow == null ? "flow " + numbers[place - from] + " was removed" : ReplayableRequest.refusal(flow);
            if (flow == null || why != null) {
                read.add(new Read(place, pass, null, EventStreamLimit.NO_STREAM, why));
                continue;
            }
            Kept now = flow instanceof HttpFlow recorded
                    ? new Kept(requests.recorded(recorded), EventStreamLimit.recorded(recorded, reader))
                    : new Kept(flow, EventStreamLimit.NO_STREAM);
            keep(place, now, kept);
            read.add(new Read(place, pass, now.flow(), now.events(), null));
        }
        return read;
    }

    /** Flows with bodies beside them are read again, since their bodies are. */
    private void keep(int place, Kept flow, Map<Integer, Kept> kept) {
        boolean stored = flow.flow() instanceof HttpFlow http && http.request().body() instanceof Body.Stored;
        if (plan.size() <= MOST_KEPT && passes > 1 && !stored) {
            kept.put(place, flow);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        ready.clear();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
