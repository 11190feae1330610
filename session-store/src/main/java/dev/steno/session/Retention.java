package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.store.FlowRow;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.StoreListener;
import dev.steno.store.Usage;
import dev.steno.store.WithoutBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session within its limits, on its own thread ({@code session-retention}). In short reads it finds the flows
 * and bodies to remove and publishes the removals as facts, a few hundred at a time. The facts take the same path as
 * all others, so followers of the record see them, and the writer commits them among the others without long delays.
 *
 * <p>The oldest flows are removed first. Marked and open flows stay. To get below a size limit, bodies are removed
 * before flows, except those of the newest tenth of the flows: once only these have bodies, old flows are removed.
 *
 * <p>A flow that a run with {@code --ship} has not sent yet stays, and so do all behind it.
 *
 * <p>A failure is logged, and the next pass tries again.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int STEP = 500;

    /** Upper bound on the flows from the future that one pass skips in search of a flow with a credible time. */
    private static final int MOST_FROM_THE_FUTURE = 100_000;

    /** Smaller than for flows: bodies may be large, and the writer removes them chunk by chunk. */
    private static final int BODY_STEP = 50;

    private final Session session;
    private final KeepLimits limits;
    private final Consumer<FlowEvent> facts;
    private final StoreListener listener;
    private final AgeClock clock;

    /** The number of the last flow that an earlier run recorded. */
    private final long before;

    private final Thread thread;
    private volatile boolean closing;
    private Place flowCursor = Place.START;
    private Place bodyCursor = Place.START;

    /** Difference between the session's counter and its flows. Not 0 if another program changed the file. */
    private long miscounted;

    private boolean begun;

    /** Whether this pass left a flow that is beyond the limits, since a shared store does not have it yet. */
    private boolean leftForStore;

    private volatile boolean waitsForStore;

    /**
     * Starts the thread.
     *
     * @param facts publishes a fact to the session and to the other followers of the record
     * @param listener notified of how much was removed, on the retention thread
     */
    public Retention(Session session, KeepLimits limits, Consumer<FlowEvent> facts, StoreListener listener) {
        this(session, limits, facts, listener, AgeClock.system());
    }

    Retention(Session session, KeepLimits limits, Consumer<FlowEvent> facts, StoreListener listener, AgeClock clock) {
        this.clock = clock;
        this.before = session.store().resumedWith().lastFlow();
        this.session = session;
        this.limits = limits;
        this.facts = facts;
        this.listener = listener;
        this.thread = new Thread(this::run, "session-retention");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closing) {
            try (SessionReader reader = session.reader()) {
                look(reader);
            } catch (InterruptedException e) {
                return; // by close
            } catch (SessionException | ExecutionException e) {
                LOG.debug("the session's retention limits could not be applied", e); // the writer reports the cause
            } catch (RuntimeException e) {
                LOG.error("the session's retention limits could not be applied", e);
            }
            if (!closing) {
                LockSupport.parkNanos(this, BETWEEN_LOOKS_NANOS);
            }
        }
    }

    private void look(SessionReader reader) throws SessionException, InterruptedException, ExecutionException {
        compareWithEarlierRun(reader);
        leftForStore = false;
        long now = clock.now();
        String news = clock.takeNews();
        if (news != null && limits.age() != null) {
            listener.clockJumped(news);
        }
        long flows = 0;
        long bodies = 0;
        while (!closing) {
            Usage usage = reader.usage();
            int goneFlows = 0;
            int goneBodies = 0;
            long there = usage.flows() - miscounted;
            if (there > limits.flows()) {
                goneFlows = remove(reader, (int) Math.min(STEP, there - limits.flows()));
            } else if (usage.bytes() > limits.bytes()) {
                goneBodies = removeBodies(reader);
                goneFlows = goneBodies > 0 ? 0 : remove(reader, STEP);
            }
            Duration age = limits.age();
            if (age != null && goneFlows + goneBodies == 0) {
                goneFlows = removeOlder(reader, now, age);
            }
            if (goneFlows + goneBodies == 0) {
                // by the next pass, skipped flows may have ended or lost their mark
                flowCursor = Place.START;
                bodyCursor = Place.START;
                break;
            }
            session.afterCommit().get();
            flows += goneFlows;
            bodies += goneBodies;
        }
        waitsForStore = leftForStore;
        if (flows + bodies > 0) {
            listener.removed(flows, bodies);
        }
    }

    /** Whether flows are kept beyond the limits until a shared store has them. Any thread. */
    public boolean isWaitingForStore() {
        return waitsForStore;
    }

    private boolean awaitsStore(SessionReader reader, long flow) throws SessionException {
        boolean awaits = reader.awaitsShipping(flow);
        leftForStore |= awaits;
        return awaits;
    }

    private void compareWithEarlierRun(SessionReader reader) throws SessionException {
        if (begun) {
            return;
        }
        miscounted = reader.miscounted();
        long now = clock.now();
        reader.rows(Place.START, STEP, true).stream()
                .filter(row -> row.id() <= before && row.started() <= now)
                .mapToLong(FlowRow::started)
                .max()
                .ifPresent(clock::resumedAfter);
        begun = true;
    }

    /**
     * Removes flows that began too long ago; returns their number. Flows are in the order of recording. So a flow that
     * a wrong clock dated into the future is as old as the next flow with a credible time, and no flow of this run is
     * older than the run.
     */
    private int removeOlder(SessionReader reader, long now, Duration age) throws SessionException {
        long begunBefore = now - age.toNanos();
        List<Long> fromTheFuture = new ArrayList<>();
        int removed = 0;
        while (removed < STEP && fromTheFuture.size() < MOST_FROM_THE_FUTURE) {
            List<FlowRow> page = reader.rows(flowCursor, STEP, false);
            for (FlowRow row : page) {
                boolean tooNew = row.id() > before && clock.elapsed() < age.toNanos();
                boolean future = row.started() > now + AgeClock.TOLERANCE_NANOS;
                if (tooNew || !future && row.started() >= begunBefore || awaitsStore(reader, row.id())) {
                    return removed;
                }
                flowCursor = Place.of(row);
                if (row.mark().isEmpty() && row.state() != FlowState.OPEN) {
                    fromTheFuture.add(row.id());
                }
                if (!future) {
                    fromTheFuture.forEach(this::expire);
                    removed += fromTheFuture.size();
                    fromTheFuture.clear();
                }
            }
            if (page.isEmpty()) {
                break;
            }
        }
        return removed;
    }

    /** Removes the oldest flows that are neither marked nor open; returns their number. */
    private int remove(SessionReader reader, int most) throws SessionException {
        int removed = 0;
        while (removed < most) {
            List<FlowRow> page = reader.rows(flowCursor, STEP, false);
            for (FlowRow row : page) {
                if (removed == most || awaitsStore(reader, row.id())) {
                    return removed;
                }
                flowCursor = Place.of(row);
                if (row.mark().isEmpty() && row.state() != FlowState.OPEN) {
                    expire(row.id());
                    removed++;
                }
            }
            if (page.isEmpty()) {
                break;
            }
        }
        return removed;
    }

    /** A shared store keeps what this session removes to make room. */
    private void expire(long flow) {
        session.store().expire(flow);
        facts.accept(new FlowEvent.Deleted(flow));
    }

    /** Removes the bodies of the oldest flows that are neither marked nor open; returns the number of these flows. */
    private int removeBodies(SessionReader reader) throws SessionException {
        long first = first(reader);
        long last = reader.lastFlow() - (reader.lastFlow() - first) / 10;
        List<Flow> without = new ArrayList<>();
        while (without.size() < BODY_STEP) {
            List<Long> owners = reader.flowsWithBodies(bodyCursor, BODY_STEP);
            for (Flow flow : reader.flows(owners)) {
                if (flow.id() > last || without.size() == BODY_STEP || awaitsStore(reader, flow.id())) {
                    owners = List.of();
                    break;
                }
                bodyCursor = Place.of(flow);
                if (flow.notes().mark().isEmpty() && flow.state() != FlowState.OPEN) {
                    Flow emptied = new WithoutBodies().of(flow);
                    without.add(emptied.withNotes(emptied.notes())); // increments the revision
                }
            }
            if (owners.isEmpty()) {
                break;
            }
        }
        without.forEach(flow -> {
            session.store().expire(flow.id());
            facts.accept(new FlowEvent.BodiesRemoved(flow));
        });
        return without.size();
    }

    private static long first(SessionReader reader) throws SessionException {
        List<Long> ids = reader.ids(Place.START, 1, false);
        return ids.isEmpty() ? 0 : ids.get(0);
    }

    /** Ends the thread, and waits for its end. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt(); // the thread may be waiting for a commit that is not going to happen
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
