package dev.steno.bench.stream;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.bench.report.ProcessUsage;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.session.CommitWindow;
import dev.steno.session.OnStoreFailure;
import dev.steno.session.Session;
import dev.steno.sqlite.SqliteSessionStore;
import dev.steno.store.Durability;
import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * One run: publishes facts to a session as the proxy does, three per flow. The calling thread takes the role of the
 * event loops: it pauses while the byte budget is used up, as sockets do.
 */
final class StreamRun {
    private static final int OBSERVED_EVERY = 16;
    private static final long BUDGET = 64L << 20;

    private final Path file;
    private final Durability durability;
    private final CommitWindow window;
    private final FlowLoop flows;
    private final Histogram latency = new ConcurrentHistogram(3_600_000_000L, 3);

    StreamRun(Path file, Durability durability, CommitWindow window, FlowLoop flows) {
        this.file = file;
        this.durability = durability;
        this.window = window;
        this.flows = flows;
    }

    /**
     * The result of a run.
     *
     * @param seconds until the last flow was durable
     * @param cpuNanos CPU time of the whole process, including the generation of facts
     * @param writerCpuNanos CPU time of the writer thread
     * @param latencyMicros from a flow's last fact until the flow was durable
     * @param heapPeak peak of the heap in bytes
     */
    record Result(
            long flows,
            double seconds,
            long cpuNanos,
            long writerCpuNanos,
            Histogram latencyMicros,
            long fileBytes,
            long heapPeak) {

        double rate() {
            return flows / seconds;
        }

        double cpuMicros() {
            return cpuNanos / 1e3 / flows;
        }
    }

    /**
     * @param warmUp number of flows before the measurement
     * @param perSecond flows per second; 0 for as many as the store accepts
     */
    Result run(long warmUp, long count, long perSecond) throws SessionException {
        RecordBudget recordBudget =
                new RecordBudget(Math.min(BUDGET, Runtime.getRuntime().maxMemory() / 8));
        Session session = new Session(recordBudget, durability, OnStoreFailure.STOP, window);
        SessionStore store = SqliteSessionStore.open(file, "bench/run stream-test", durability);
        Sequences sequences = new Sequences();
        session.start(store, sequences);
        stream(session, recordBudget, sequences, warmUp, perSecond, false);
        session.durable().join();
        ProcessUsage.forgetHeapPeak();
        long writer = ProcessUsage.threadId("session-writer");
        long writerBefore = ProcessUsage.threadCpuNanos(writer);
        long cpuBefore = ProcessUsage.cpuNanos();
        long start = System.nanoTime();
        stream(session, recordBudget, sequences, count, perSecond, true);
        session.durable().join();
        double seconds = (System.nanoTime() - start) / 1e9;
        long cpu = ProcessUsage.cpuNanos() - cpuBefore;
        long writerCpu = ProcessUsage.threadCpuNanos(writer) - writerBefore;
        SessionStore.Closed closed = session.close();
        if (closed.flows() != warmUp + count) {
            throw new IllegalStateException(closed.flows() + " of " + (warmUp + count) + " flows are in the session");
        }
        return new Result(
                count, seconds, cpu, writerCpu, latency, closed.bytes() / closed.flows(), ProcessUsage.heapPeak());
    }

    private void stream(
            Session session,
            RecordBudget recordBudget,
            Sequences sequences,
            long count,
            long perSecond,
            boolean observed) {
        long start = System.nanoTime();
        for (long i = 0; i < count; i++) {
            if (perSecond > 0) {
                await(start + i * 1_000_000_000L / perSecond);
            }
            if (!recordBudget.isOpen()) {
                await(recordBudget);
            }
            HttpFlow flow = flows.next(sequences.nextFlow());
            session.accept(new FlowEvent.Opened(FlowLoop.opened(flow)));
            session.accept(new FlowEvent.Changed(FlowLoop.answered(flow)));
            session.accept(new FlowEvent.Closed(flow));
            if (observed && i % OBSERVED_EVERY == 0) {
                long accepted = System.nanoTime();
                session.afterCommit().thenRun(() -> latency.recordValue((System.nanoTime() - accepted) / 1_000));
            }
        }
    }

    /**
     * Waits until a point in time, unless it is less than half a millisecond away: an event loop also wakes with
     * several flows to process.
     */
    private static void await(long due) {
        long left = due - System.nanoTime();
        while (left > 500_000) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }

    private static void await(RecordBudget recordBudget) {
        CountDownLatch open = new CountDownLatch(1);
        recordBudget.whenOpen(open::countDown);
        boolean interrupted = false;
        while (true) {
            try {
                open.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
