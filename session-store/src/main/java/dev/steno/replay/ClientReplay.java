package dev.steno.replay;

import dev.steno.addon.FlowActionException;
import dev.steno.command.CommandException;
import dev.steno.edit.EditOp;
import dev.steno.edit.MessageEdit;
import dev.steno.edit.MessagePart;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import dev.steno.local.LocalFlow;
import dev.steno.local.LocalRequest;
import dev.steno.replay.ask.RunAsk;
import dev.steno.replay.request.ReplayableRequest;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.stream.RecordedRows;
import dev.steno.session.Session;
import dev.steno.session.StoredEdits;
import dev.steno.source.BodySources;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.text.Timestamps;
import dev.steno.view.command.SessionOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests of recorded flows again. Those that are queued are sent in their order by a thread that lives while there are
 * any. Any thread that may block.
 */
public final class ClientReplay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientReplay.class);

    /** Upper bound on the refusals of one call that are told. */
    private static final int MOST_REFUSALS = 20;

    /** Upper bound on runs at a time: each has a thread and a reader of the session. */
    private static final int MOST_RUNS = 16;

    private final Supplier<Session> session;
    private final Supplier<LocalClients> clients;
    private final Supplier<ReplayOptions> options;
    private final SessionOpener others;
    private final Executor blocking;
    private final ReplayQueue queue = new ReplayQueue();
    private @Nullable Replayer running; // guarded by this, as is `closed`
    private boolean closed;
    private final Set<LiveRun> runs = new HashSet<>(); // guarded by this

    /**
     * @param session supplies the session in progress, or fails if nothing is recorded
     * @param clients supplies what opens clients, or fails if the proxy does not run
     * @param options supplies the options as they are
     * @param others opens sessions in other files
     * @param blocking where commands read the session
     */
    public ClientReplay(
            Supplier<Session> session,
            Supplier<LocalClients> clients,
            Supplier<ReplayOptions> options,
            SessionOpener others,
            Executor blocking) {
        this.session = session;
        this.clients = clients;
        this.options = options;
        this.others = others;
        this.blocking = blocking;
    }

    Executor blocking() {
        return blocking;
    }

    /**
     * What was queued.
     *
     * @param queued how many requests will be sent
     * @param refused why others will not, one sentence for each; of many, only the first
     */
    public record Queued(long queued, List<String> refused) {}

    // ---- the queue

    /**
     * Queues the requests of flows, which are sent after those that wait already.
     *
     * @param flows their numbers, in the order in which they are to be sent; read once
     */
    Queued queue(PrimitiveIterator.OfLong flows) throws SessionException {
        try (SessionReader reader = session.get().reader()) {
            return queue(flows, null, id -> session.get().newest(id, reader));
        }
    }

    /**
     * Queues the requests of a session in another file, which are sent after those that wait already.
     *
     * @throws SessionException if the file is no session, or cannot be read
     */
    Queued queue(Path file, Filter filter) throws SessionException {
        Path named = file.toAbsolutePath().normalize();
        try (SessionReader reader = others.open(named)) {
            Roaring64Bitmap found = FlowSearch.numbers(reader, filter, () -> closed);
            return queue(Arrays.stream(found.toArray()).iterator(), named, reader::flow);
        }
    }

    /** Queues the requests of the files that the option names. Blocks; problems are logged. */
    public void queueFiles() {
        for (Path file : options.get().clientReplay()) {
            try {
                Queued queued = queue(file, FilterParser.parseOrAll(""));
                queued.refused().forEach(why -> LOG.warn("{}: {}", file, why));
                LOG.info("{}: {} requests are sent again", file, queued.queued());
            } catch (SessionException | CancellationException e) {
                LOG.warn("--client-replay {}: {}", file, e.getMessage());
            }
        }
    }

    /** Finds a flow by its number. */
    private interface Finder {
        Optional<Flow> find(long id) throws SessionException;
    }

    private Queued queue(PrimitiveIterator.OfLong flows, @Nullable Path file, Finder finder) throws SessionException {
        long[] taken = new long[64];
        int count = 0;
        List<String> refused = new ArrayList<>();
        long untold = 0;
        while (flows.hasNext()) {
            long id = flows.nextLong();
            Flow flow = finder.find(id).orElse(null);
            String why = flow == null ? "there is no flow " + id : ReplayableRequest.refusal(flow);
            if (why == null) {
                taken = count == taken.length ? Arrays.copyOf(taken, 2 * count) : taken;
                taken[count++] = id;
            } else if (refused.size() < MOST_REFUSALS) {
                refused.add(why);
            } else {
                untold++;
            }
        }
        if (untold > 0) {
            refused.add("and " + untold + " more");
        }
        queue.add(Arrays.copyOf(taken, count), run(), file);
        if (count > 0) {
            start();
        }
        return new Queued(count, List.copyOf(refused));
    }

    private static String run() {
        return Timestamps.iso(Times.now());
    }

    private synchronized void start() {
        if (closed) {
            queue.clear();
        } else if (running != null) {
            running.wake();
        } else {
            Thread thread = new Thread(this::runQueue, "replay");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void runQueue() {
        try {
            do {
                Replayer run = new Replayer(clients.get(), () -> options.get().most());
                if (!begins(run)) {
                    return;
                }
                try (Queue waiting = new Queue()) {
                    run.run(waiting);
                }
            } while (!isOver());
        } catch (IOException | RuntimeException e) {
            LOG.warn("replay ended, {} requests were not sent: {}", queue.clear(), e.getMessage());
            isOver();
        }
    }

    /** Another thread may have begun, or the process ends. */
    private synchronized boolean begins(Replayer run) {
        if (closed || running != null) {
            return false;
        }
        running = run;
        return true;
    }

    /** Whether nothing was queued since the run ended; otherwise the thread begins another one. */
    private synchronized boolean isOver() {
        running = null;
        return closed || queue.size() == 0;
    }

    // ---- runs with options

    /**
     * Begins a run over flows of the recorded session, beside the queue.
     *
     * @throws IOException if the session cannot be read
     */
    Queued run(Roaring64Bitmap flows, RunAsk asked) throws IOException {
        Session recorded = session.get();
        recorded.awaitDurable(); // after this, the reader finds all of them
        return run(new LiveRun(recorded.reader(), null, flows, asked));
    }

    /**
     * Begins a run over the flows of another file that match, beside the queue.
     *
     * @throws IOException if the file is no session, or cannot be read
     */
    Queued run(Path file, Filter filter, RunAsk asked) throws IOException {
        Path named = file.toAbsolutePath().normalize();
        Roaring64Bitmap found;
        try (SessionReader reader = others.open(named)) {
            found = FlowSearch.numbers(reader, filter, () -> closed);
        }
        return run(new LiveRun(others.open(named), named, found, asked));
    }

    private Queued run(LiveRun run) {
        RunPlan plan = run.plan();
        List<String> refused = new ArrayList<>(plan.refusals());
        if (plan.refused() > refused.size()) {
            refused.add("and " + (plan.refused() - refused.size()) + " more");
        }
        boolean begins;
        try {
            begins = plan.size() > 0 && begins(run);
        } catch (CommandException e) {
            run.close();
            throw e;
        }
        if (begins) {
            Thread thread = new Thread(() -> send(run), "replay-run");
            thread.setDaemon(true);
            thread.start();
        } else {
            run.close();
        }
        return new Queued(run.planned(), List.copyOf(refused));
    }

    private synchronized boolean begins(LiveRun run) {
        if (runs.size() >= MOST_RUNS) {
            throw new CommandException(
                    MOST_RUNS + " runs are in progress; wait for their ends, or end them by replay.client.stop");
        }
        return !closed && runs.add(run);
    }

    private void send(LiveRun run) {
        try {
            RunFigures done = run.send(session, clients);
            LOG.info(
                    "a replay has ended: sent {}, answered {}, failed {}, not sent {}, more than 10 ms late {}",
                    done.sent(),
                    done.answered(),
                    done.failed(),
                    done.skippedRequests(),
                    done.late());
        } catch (IOException | RuntimeException e) {
            LOG.warn("a replay has ended: {}", e.getMessage());
        } finally {
            synchronized (this) {
                runs.remove(run);
            }
        }
    }

    /** How many requests wait or are in flight. */
    public synchronized long count() {
        long ofRuns = runs.stream().mapToLong(LiveRun::left).sum();
        return queue.size() + (running == null ? 0 : running.inFlight()) + ofRuns;
    }

    /** Sends nothing more of the queue and of runs, and ends what is in flight of them. Returns how many requests that were. */
    public synchronized long stop() {
        long cut = running == null ? 0 : running.stop();
        cut += runs.stream().mapToLong(LiveRun::stop).sum();
        return cut + queue.clear();
    }

    /** The process ends: nothing more is sent. What is in flight ends with the proxy. */
    @Override
    public synchronized void close() {
        closed = true;
        runs.forEach(LiveRun::stop);
        queue.clear();
        if (running != null) {
            running.wake();
        }
    }

    /** The queue as a schedule: each request is due as soon as there is room. */
    private final class Queue implements RequestSchedule, AutoCloseable {
        private final SessionReader reader;
        private final Map<Path, SessionReader> files = new HashMap<>(); // from which requests of this run were sent

        Queue() throws SessionException {
            reader = session.get().reader();
        }

        @Override
        public @Nullable ScheduledRequest next() throws SessionException {
            for (ReplayQueue.Turn turn = queue.take(); turn != null; turn = queue.take()) {
                Path from = turn.file();
                SessionReader foreign = from == null ? null : reader(from);
                Flow flow = foreign == null
                        ? session.get().newest(turn.flow(), reader).orElse(null)
                        : foreign.flow(turn.flow()).orElse(null);
                String why = flow == null ? "there is no flow " + turn.flow() : ReplayableRequest.refusal(flow);
                if (why == null && flow != null) {
                    Notes notes = Notes.ofReplay(flow.id(), turn.run());
                    Function<LocalClient, LocalFlow> sending = from == null || foreign == null
                            ? sending(flow, notes, reader)
                            : foreign(flow, notes, from, foreign);
                    return new ScheduledRequest(sending, flow.client().mode(), System.nanoTime());
                }
                queue.sent();
                LOG.warn("replay leaves out a request: {}", why); // it was changed or removed since it was queued
            }
            return null;
        }

        @Override
        public void sent(ScheduledRequest request, LocalFlow flow) {
            queue.sent();
        }

        @Override
        public void unsent(ScheduledRequest request) {
            queue.putBack();
        }

        private static Function<LocalClient, LocalFlow> foreign(Flow flow, Notes notes, Path from, SessionReader reader)
                throws SessionException {
            return FlowSends.of(
                    flow,
                    notes.withMetadata(Notes.REPLAY_SESSION, from.toString()),
                    stored -> BodySources.stream(stored.size(), () -> reader.body(stored)),
                    reader,
                    RecordedRows.of(reader, flow.id()));
        }

        private SessionReader reader(Path from) throws SessionException {
            SessionReader open = files.get(from);
            if (open == null) {
                open = others.open(from);
                files.put(from, open);
            }
            return open;
        }

        @Override
        public void close() {
            reader.close();
            files.values().forEach(SessionReader::close);
        }
    }

    // ---- one request

    /** @param reader of the session that is recorded */
    private Function<LocalClient, LocalFlow> sending(Flow flow, Notes notes, SessionReader reader)
            throws SessionException {
        Session recording = session.get();
        if (FlowSends.readsRecord(flow)) {
            recording.awaitDurable(); // after this, they can be read
        }
        return FlowSends.of(flow, notes, recording::body, reader, RecordedRows.opening(recording::reader, flow.id()));
    }

    /**
     * Sends the request of a recorded flow again, at once and beside the queue. The recorded flow stays as it is.
     *
     * @param changes of the request that is sent
     * @return completes with the number of the new flow
     * @throws FlowActionException if it cannot be sent again, or a change does not fit
     */
    public CompletionStage<Long> sendAgain(long id, List<EditOp> changes) throws SessionException {
        Session recording = session.get();
        try (SessionReader reader = recording.reader()) {
            Flow flow = recording.newest(id, reader).orElse(null);
            String why = flow == null ? "there is no flow " + id : ReplayableRequest.refusal(flow);
            if (flow == null || why != null) {
                throw invalid(String.valueOf(why));
            }
            if (!changes.isEmpty()) {
                if (!(flow instanceof HttpFlow http)) {
                    throw invalid("flow " + id + " is a raw stream, which has no request to change");
                }
                recording.awaitDurable(); // after this, its body can be read
                flow = StoredEdits.applied(http, MessagePart.REQUEST, changes, reader);
            }
            return send(
                    sending(flow, Notes.ofReplay(id, run()), reader),
                    flow.client().mode());
        }
    }

    /**
     * Sends a request that was never recorded.
     *
     * @param url an absolute URL of http or https
     * @param changes what it has beside its method and URL
     * @return completes with the number of the new flow
     * @throws FlowActionException if it is no request; the message says why
     */
    public CompletionStage<Long> sendNew(String method, String url, List<EditOp> changes) {
        List<EditOp> all = new ArrayList<>(List.of(new EditOp.Url(url, false), new EditOp.Method(method)));
        all.addAll(changes);
        HttpFlow flow = MessageEdit.apply(all, blank(), MessagePart.REQUEST);
        if (flow.request().host().isEmpty()) {
            throw invalid("\"" + url + "\" is not an absolute URL; give one such as https://example.org/path");
        }
        if (ReplayableRequest.asksForWebSocket(flow.request())) {
            throw invalid(
                    "a new request cannot open a WebSocket, since it has no messages to send; send a recorded one again");
        }
        LocalRequest request = new LocalRequest(flow.request(), Notes.ofReplay());
        return send(client -> client.send(request), null);
    }

    private static HttpFlow blank() {
        long now = Times.now();
        Endpoint nowhere = new Endpoint("", 0);
        HttpRequest request =
                new HttpRequest("", "http", "", 0, "", "HTTP/1.1", Headers.of("Host", ""), null, Body.NONE, now, now);
        Peer nobody = new Peer(0, nowhere, null, null, now, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                0, 1, FlowState.COMPLETE, now, 0, nobody, null, request, null, List.of(), null, Notes.NONE, null);
    }

    private static FlowActionException invalid(String why) {
        return new FlowActionException(FlowActionException.Reason.INVALID, why);
    }

    private CompletionStage<Long> send(Function<LocalClient, LocalFlow> sending, @Nullable String mode) {
        LocalClient client = clients.get().open(mode);
        LocalFlow flow = sending.apply(client);
        flow.ended().whenComplete((last, failure) -> client.close());
        return flow.began();
    }
}
