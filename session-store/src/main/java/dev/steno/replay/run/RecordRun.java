package dev.steno.replay.run;

import dev.steno.addon.FlowActionException;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import dev.steno.local.LocalFlow;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.stream.EventStreamLimit;
import dev.steno.replay.stream.RecordedPart;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.text.Timestamps;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a plan, each when it is due, and counts what comes of them. Nothing is dropped: a request that
 * cannot be sent in time is sent late, and one that is not sent is counted with the reason. For the thread that calls
 * {@link #run}; ends of exchanges arrive from event loops.
 */
public final class RecordRun {
    /** Upper bound on requests that wait for the ends of others; while there are as many, no further ones are read. */
    private static final int MOST_BLOCKED = 2_000;

    /** How often a run that has nothing to do looks whether it is stopped. */
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String STOPPED = "the replay was stopped";

    /**
     * Where the requests come from, and what is made of them.
     *
     * @param session the file of the record as flows note it; null if it is the session that is recorded to
     * @param carried what they take over from responses
     */
    public record Origin(
            SessionReader reader,
            @Nullable String session,
            RunPlan plan,
            ReplayedRequests requests,
            CarriedValues carried) {}

    /** Receives what became of a request, on the thread of the run. */
    @FunctionalInterface
    public interface Listener {
        /** @param answered the new flow at its end, of the same kind */
        void ended(Flow recorded, Flow answered);
    }

    /**
     * When an exchange is ended if it has not ended.
     *
     * @param at the {@link System#nanoTime}
     */
    private record Deadline(Turn turn, long at) {}

    /** The end of an exchange. */
    private record End(
            Turn turn, @Nullable Flow flow, @Nullable Throwable failure, long at) {}

    private final Origin origin;
    private final RunSettings settings;
    private final LocalClients proxy;
    private final Listener listener;
    private final Progress progress;
    private final Thread thread = Thread.currentThread();
    private final RunFigures figures;
    private final DueTimes dueTimes;
    private final Queue<End> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Turn> full =
            new ConcurrentLinkedQueue<>(); // whose event streams have as many events as recorded
    private final PriorityQueue<Turn> ready = new PriorityQueue<>(
            Comparator.<Turn>comparingLong(turn -> turn.due).thenComparingLong(turn -> turn.number));
    private final PriorityQueue<Deadline> deadlines =
            new PriorityQueue<>(Comparator.comparingLong((Deadline deadline) -> deadline.at() - begin()));
    private final Set<Turn> inFlight = new HashSet<>();
    private final TurnSends sends;
    private final TurnOrder order;
    private final ServerPauses pauses = new ServerPauses();
    private long begin;
    private long numbered;
    private long allowed; // the nanoTime before which nothing is sent, since the rate has a bound

    /**
     * Created on the thread of the run.
     *
     * @param proxy whose pipeline the requests take
     * @param progress may stop the run
     */
    public RecordRun(Origin origin, RunSettings settings, LocalClients proxy, Listener listener, Progress progress) {
        this.origin = origin;
        this.settings = settings;
        this.proxy = proxy;
        this.listener = listener;
        this.progress = progress;
        this.figures = new RunFigures(
                settings.passes() == RunSettings.ENDLESS
                        ? 0
                        : (long) origin.plan().size() * settings.passes(),
                settings.timing().isOpenLoop());
        this.sends = new TurnSends(origin, settings);
        this.dueTimes = new DueTimes(settings.timing(), 1);
        this.order = new TurnOrder(origin.plan(), settings.connections(), origin.carried());
    }

    /**
     * Sends the requests, until all exchanges have ended or the run is stopped. Blocks.
     *
     * @throws IOException if the record cannot be read
     */
    public RunFigures run() throws IOException {
        progress.beginStep("sending", "requests", figures.planned());
        try (RunClients clients = new RunClients(proxy);
                RecordAhead record =
                        new RecordAhead(origin.plan(), settings.passes(), origin.reader(), origin.requests())) {
            begin = System.nanoTime();
            allowed = begin;
            try {
                while (!isOver(record)) {
                    settleEnds(clients);
                    endFullStreams();
                    cutOverdue();
                    read(record);
                    Turn turn = ready.peek();
                    long wait = wait(turn);
                    if (turn != null && wait <= 0) {
                        ready.remove();
                        send(turn, clients);
                    } else {
                        LockSupport.parkNanos(this, Math.min(wait, untilDeadline()));
                    }
                    progress.at(figures.answered() + figures.failed());
                }
            } finally {
                stop(clients);
            }
        }
        figures.end(System.nanoTime() - begin, origin.carried().missing());
        return figures;
    }

    private long begin() {
        return begin;
    }

    private boolean isOver(RecordAhead record) {
        if (progress.isStopped()) {
            return true;
        }
        boolean nothingMore = record.isOver() && ready.isEmpty() && order.blocked() == 0;
        return (nothingMore || isTimeOver(System.nanoTime())) && inFlight.isEmpty() && ends.isEmpty();
    }

    private boolean isTimeOver(long now) {
        return !settings.duration().isZero()
                && now - begin >= settings.duration().toNanos();
    }

    // ---- what is next

    /** Takes what was read, as far as one request is ready. */
    private void read(RecordAhead record) throws IOException {
        while (ready.isEmpty() && order.blocked() < MOST_BLOCKED) {
            RecordAhead.Read read = record.next();
            if (read == null) {
                return;
            }
            numbered++;
            long due = begin + dueTimes.next(origin.plan().started(read.place()), read.place() == 0 && read.pass() > 0);
            Flow flow = read.flow();
            if (flow == null) {
                figures.skip(String.valueOf(read.problem()), 1);
                continue;
            }
            Turn turn = new Turn(flow, read.place(), read.pass(), numbered, due);
            turn.events = read.events();
            turn.readsFor = EventStreams.time(flow, read.events(), settings.streamTime());
            if (order.add(turn)) {
                ready.add(turn);
            }
        }
    }

    /** Returns for how long the next request is not sent, in nanoseconds; not above 0 if it is sent now. */
    private long wait(@Nullable Turn turn) {
        long now = System.nanoTime();
        if (turn == null || isTimeOver(now)) {
            return IDLE_NANOS;
        }
        long due = Math.max(turn.due, pauses.until(turn.host(), now));
        if (settings.highestRate() > 0 && allowed - due > 0) {
            due = allowed;
        }
        if (due - now > 0) {
            return due - now;
        }
        if (inFlight.size() >= settings.concurrency()) {
            turn.hadNoRoom = true;
            return IDLE_NANOS; // the end of an exchange ends the wait
        }
        return 0;
    }

    private long untilDeadline() {
        Deadline first = deadlines.peek();
        return first == null ? IDLE_NANOS : Math.max(1, Math.min(IDLE_NANOS, first.at() - System.nanoTime()));
    }

    // ---- sending

    private void send(Turn turn, RunClients clients) throws IOException {
        Function<LocalClient, LocalFlow> sending;
        try {
            sending = sends.of(turn, notes(turn));
        } catch (IllegalArgumentException | FlowActionException e) {
            figures.skip(String.valueOf(e.getMessage()), 1);
            order.end(turn).forEach(ready::add);
            return;
        }
        turn.attempts++;
        turn.handedOver = System.nanoTime();
        if (settings.highestRate() > 0) {
            // from now on: a bound is no mean, so a time in which nothing was sent is not made up for
            allowed = turn.handedOver + (long) (1e9 / settings.highestRate());
        }
        LocalFlow exchange = sending.apply(client(turn, clients));
        turn.exchange = exchange;
        inFlight.add(turn);
        long most = sends.most(turn);
        if (most > 0) {
            deadlines.add(new Deadline(turn, turn.handedOver + most));
        }
        figures.handedOver(turn, turn.handedOver - begin, inFlight.size());
        exchange.began().whenComplete((flow, failure) -> turn.began = System.nanoTime());
        EventStreamLimit limit = turn.limit;
        if (limit != null) {
            limit.reached().thenRun(() -> {
                full.add(turn);
                LockSupport.unpark(thread);
            });
        }
        RecordedPart part = turn.part;
        exchange.ended()
                .thenCompose(
                        flow -> part == null ? completed(flow) : part.settled().thenApply(done -> (Flow) flow))
                .whenComplete((flow, failure) -> {
                    ends.add(new End(turn, flow, failure, System.nanoTime()));
                    LockSupport.unpark(thread);
                });
    }

    private static CompletionStage<Flow> completed(Flow flow) {
        return CompletableFuture.completedFuture(flow);
    }

    private LocalClient client(Turn turn, RunClients clients) {
        String mode = turn.recorded.client().mode();
        long connection = origin.plan().connection(turn.place);
        switch (settings.connections()) {
            case NEW -> {
                LocalClient own = clients.opened(mode);
                turn.ownClient = own;
                return own;
            }
            case RECORDED -> {
                return connection == 0 ? clients.shared(mode, inFlight.size()) : clients.recorded(connection, mode);
            }
            default -> {
                return clients.shared(mode, inFlight.size());
            }
        }
    }

    private Notes notes(Turn turn) {
        Notes notes = Notes.ofReplay(turn.recorded.id(), settings.name());
        String session = origin.session();
        if (session != null) {
            notes = notes.withMetadata(Notes.REPLAY_SESSION, session);
        }
        if (settings.timing().isOpenLoop()) {
            long due = Times.now() - (System.nanoTime() - turn.due);
            notes = notes.withMetadata(Notes.REPLAY_DUE, Timestamps.iso(due));
        }
        return notes;
    }

    // ---- ends

    private void settleEnds(RunClients clients) throws IOException {
        for (End end = ends.poll(); end != null; end = ends.poll()) {
            settle(end, clients);
        }
    }

    private void settle(End end, RunClients clients) throws IOException {
        Turn turn = end.turn();
        inFlight.remove(turn);
        LocalClient own = turn.ownClient;
        if (own != null) {
            own.close();
            turn.ownClient = null;
        } else if (settings.connections() == RunSettings.Connections.RECORDED) {
            clients.ended(origin.plan().connection(turn.place));
        }
        LocalFlow exchange = turn.exchange;
        turn.queued = exchange == null ? 0 : exchange.queued();
        figures.wasSent(turn, end.at() - begin);
        Flow flow = end.flow();
        HttpFlow answer = flow instanceof HttpFlow http ? http : null;
        if (answer != null && settings.polite() && pauses.mayBeSentAgain(turn, answer, end.at())) {
            figures.isSentAgain();
            ready.add(turn);
            return;
        }
        if (flow == null) {
            figures.refused(end.failure() == null ? new IOException(STOPPED) : end.failure());
        } else {
            figures.ended(turn, flow, end.at(), end.at() - begin);
            if (answer != null && origin.carried().isSource(turn.recorded.id())) {
                origin.carried().take(turn.recorded.id(), answer);
            }
            listener.ended(turn.recorded, flow);
        }
        order.end(turn).forEach(ready::add);
    }

    private void cutOverdue() {
        long now = System.nanoTime();
        for (Deadline first = deadlines.peek(); first != null; first = deadlines.peek()) {
            Turn turn = first.turn();
            boolean ended = !inFlight.contains(turn);
            if (!ended && first.at() - now > 0) {
                return;
            }
            deadlines.remove();
            LocalFlow exchange = turn.exchange;
            if (ended || exchange == null) {
                continue;
            }
            if (turn.cut == null && turn.readsFor > 0) {
                turn.cut = StreamEnd.TIME;
            }
            String why = sends.whyOverdue(turn);
            turn.overdue = turn.cut == null ? why : null;
            exchange.cancel(why);
        }
    }

    /** Ends event streams that have all events, some only after a time in which their servers may do so. */
    private void endFullStreams() {
        for (Turn turn = full.poll(); turn != null; turn = full.poll()) {
            turn.cut = StreamEnd.EVENTS;
            long grace = EventStreams.grace(turn.recorded);
            LocalFlow exchange = turn.exchange;
            if (grace > 0) {
                deadlines.add(new Deadline(turn, System.nanoTime() + grace));
            } else if (exchange != null) {
                exchange.cancel(sends.whyOverdue(turn));
            }
        }
    }

    /** Ends what is in flight, and counts what was not sent. */
    private void stop(RunClients clients) throws IOException {
        for (Turn turn : inFlight) {
            turn.stopped = true;
            LocalFlow exchange = turn.exchange;
            if (exchange != null) {
                exchange.cancel(STOPPED);
            }
        }
        long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!inFlight.isEmpty() && due - System.nanoTime() > 0) {
            settleEnds(clients);
            LockSupport.parkNanos(this, inFlight.isEmpty() ? 1 : IDLE_NANOS);
        }
        settleEnds(clients);
        long left = figures.planned() - figures.sent() - figures.skippedRequests();
        figures.skip(progress.isStopped() ? "the run was stopped before" : "the time of the run was over", left);
    }
}
