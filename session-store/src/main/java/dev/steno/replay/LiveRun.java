package dev.steno.replay;

import dev.steno.local.LocalClients;
import dev.steno.replay.ask.RunAsk;
import dev.steno.replay.carry.CarriedResponses;
import dev.steno.replay.carry.CarryPlan;
import dev.steno.replay.carry.NewResponses;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.run.CarriedValues;
import dev.steno.replay.run.RecordRun;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import dev.steno.session.Session;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A run with options, beside the queue of a Steno that runs. It is planned on the thread of the command, and sent by one of its
 * own; counting and stopping are for any thread.
 */
final class LiveRun implements Progress, AutoCloseable {
    private final SessionReader record;
    private final @Nullable Path file;
    private final RunPlan plan;
    private final @Nullable CarryPlan carry;
    private final ReplayedRequests requests;
    private final RunSettings settings;
    private volatile long done;
    private volatile boolean stopped;

    /**
     * Reads what will be sent. Blocks.
     *
     * @param record has the flows; closed by {@link #send}, or if this fails
     * @param file of the record; null for the session that is recorded
     * @throws IOException if it cannot be read
     */
    LiveRun(SessionReader record, @Nullable Path file, Roaring64Bitmap flows, RunAsk asked) throws IOException {
        this.record = record;
        this.file = file;
        this.settings = asked.run();
        this.requests = new ReplayedRequests(asked.requests());
        boolean planned = false;
        try {
            plan = RunPlan.read(record, flows, asked.sample(), asked.limit(), requests, this);
            carry = asked.correlate() ? CarryPlan.read(record, plan, requests, this) : null;
            planned = true;
        } finally {
            if (!planned) {
                record.close();
            }
        }
    }

    RunPlan plan() {
        return plan;
    }

    /** Returns how many requests are to be sent; at least the number of those of a pass if only the time ends the run. */
    long planned() {
        return settings.passes() == RunSettings.ENDLESS ? plan.size() : (long) plan.size() * settings.passes();
    }

    /** Returns how many requests are not sent yet, or in flight; at least 1 until the run has ended. */
    long left() {
        return stopped ? 0 : Math.max(1, planned() - done);
    }

    /** Sends the requests, and closes the record. Blocks. */
    RunFigures send(Supplier<Session> session, Supplier<LocalClients> clients) throws IOException {
        try (record;
                NewResponses responses = new NewResponses(session.get())) {
            CarriedValues carried = carry == null ? CarriedValues.NONE : new CarriedResponses(carry, record, responses);
            String name = file == null ? null : file.toString();
            RecordRun.Origin origin = new RecordRun.Origin(record, name, plan, requests, carried);
            return new RecordRun(origin, settings, clients.get(), (before, after) -> {}, this).run();
        }
    }

    /** Sends nothing more, and ends what is in flight, within some 100 ms. Returns how many requests that were. */
    long stop() {
        long cut = left();
        stopped = true;
        return cut;
    }

    /** It is not sent. */
    @Override
    public void close() {
        record.close();
    }

    @Override
    public void beginStep(String step, String unit, long total) {
        done = 0;
    }

    @Override
    public void at(long count) {
        done = count;
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }
}
