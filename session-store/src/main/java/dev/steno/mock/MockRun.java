package dev.steno.mock;

import dev.steno.addon.FlowLocal;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.Handlers;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Phase;
import dev.steno.addon.RecordedFlows;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.mock.index.FlowRef;
import dev.steno.mock.index.Recordings;
import dev.steno.mock.key.AskedRequest;
import dev.steno.mock.key.ContentRule;
import dev.steno.mock.key.RequestDigest;
import dev.steno.mock.key.RequestParts;
import dev.steno.mock.key.RequestPlace;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mock with one set of sessions and options. Its handlers run on event loops, which decide at once if everything is in memory;
 * requests to one place that has to be read first are decided in the order of their arrival.
 */
final class MockRun {
    private static final Logger LOG = LoggerFactory.getLogger(MockRun.class);

    /** The largest content that is compared on an event loop, in bytes. */
    private static final int SMALL = 4 * 1024;

    private static final CompletionStage<Verdict<HttpFlow>> PASSED = CompletableFuture.completedFuture(Verdict.pass());

    private final Recordings recordings;
    private final MockSettings settings;
    private final Cursors cursors;
    private final MockRuntime runtime;
    private final AnswerMaker answers;
    private final MissExplainer explainer;
    private final Conversations conversations;
    private final UnknownRequests unknown;
    private final PlaceCache places = new PlaceCache();
    private final Map<Long, CompletableFuture<?>> queues = new ConcurrentHashMap<>();
    private final CompletableFuture<@Nullable Void> loaded = new CompletableFuture<>();
    private volatile boolean stopped;

    /**
     * What a run shares with those before and after it.
     *
     * @param recorded reads the bodies of requests in progress
     * @param found remembers which recorded flow a forwarded one is compared with
     */
    record MockRuntime(
            Executor blocking,
            ScheduledExecutorService timer,
            RecordedFlows recorded,
            FlowsInFlight inFlight,
            FlowLocal<FoundForFlow> found) {}

    /** What was found for a request: the digest of its parts, and the recorded flows whose requests are equal. */
    record Found(RequestDigest digest, long[] refs) {}

    /** Remembers it while the request is forwarded. */
    static final class FoundForFlow {
        volatile @Nullable Found found;
    }

    MockRun(Recordings recordings, MockSettings settings, Cursors cursors, MockRuntime runtime) {
        this.recordings = recordings;
        this.settings = settings;
        this.cursors = cursors;
        this.runtime = runtime;
        this.answers = new AnswerMaker(recordings, settings);
        this.explainer = new MissExplainer(recordings, settings.rules());
        this.conversations = new Conversations(recordings);
        this.unknown = new UnknownRequests(explainer, settings, runtime.recorded(), runtime.blocking());
    }

    /** Reads the sessions, on the executor. Requests that come meanwhile wait. */
    void load() {
        runtime.blocking().execute(() -> {
            try {
                long began = System.nanoTime();
                recordings.load(() -> stopped);
                LOG.debug("mock: {} flows in {} ms", recordings.size(), (System.nanoTime() - began) / 1_000_000);
                loaded.complete(null);
            } catch (IOException | RuntimeException e) {
                if (!stopped) {
                    LOG.warn("the mock answers nothing: {}", e.getMessage());
                }
                loaded.completeExceptionally(e);
            }
        });
    }

    /** Completes once the sessions were read. */
    CompletionStage<@Nullable Void> loaded() {
        return loaded;
    }

    Recordings recordings() {
        return recordings;
    }

    MockSettings settings() {
        return settings;
    }

    /** Registers the handlers. */
    void register(Handlers to) {
        to.answersFor(this::mayAnswer);
        if (settings.answersFirst()) {
            to.onBlocking(Hook.TLS_HELLO, Phase.ROUTE, this::showServer);
        }
        to.on(Hook.REQUEST_HEAD, Phase.DECIDE, this::askForBody);
        if (settings.answersFirst()) {
            to.onAsync(Hook.REQUEST_HEAD, Phase.DECIDE, this::converse);
        }
        to.onAsync(Hook.REQUEST, Phase.DECIDE, this::decide);
        if (settings.isOffline()) {
            to.on(
                    Hook.UPSTREAM,
                    Phase.DECIDE,
                    (server, context) -> new Verdict.Drop<>("a mock in mode strict connects to no server"));
        }
        if (settings.mode() == MockMode.FALLBACK) {
            to.onAsync(Hook.FAILED, Phase.DECIDE, this::fallBack);
        }
    }

    private boolean mayAnswer(Endpoint server) {
        return settings.isOffline()
                || settings.answersFirst() && (!loaded.isDone() || recordings.knows(server.host(), server.port()));
    }

    /** The client meets a recorded server as it was. */
    private Verdict<Hook.TlsHello> showServer(Hook.TlsHello hello, HookContext context) throws IOException {
        Endpoint server = hello.server();
        Hook.KnownServer known = loaded.isDone() && recordings.knows(server.host(), server.port())
                ? RecordedServers.find(recordings, server)
                : null;
        return known == null ? Verdict.pass() : new Verdict.Replace<>(hello.withKnown(known));
    }

    private Verdict<HttpFlow> askForBody(HttpFlow flow, HookContext context) {
        HttpRequest request = flow.request();
        if (!request.method().equals("CONNECT")) {
            if (settings.rules().content() == ContentRule.NONE) {
                context.wantBodyOrHead(0);
            } else {
                context.wantWholeOrHead(RequestBodies.MOST);
            }
        }
        return Verdict.pass();
    }

    /** Answers a call in which both sides send messages: its content does not end before it is answered. */
    private CompletionStage<Verdict<HttpFlow>> converse(HttpFlow flow, HookContext context) {
        if (!Conversations.mayBe(flow.request()) || !context.canHold()) {
            return PASSED;
        }
        if (!loaded.isDone()) {
            return loaded.handle((done, error) -> flow).thenCompose(this::converse);
        }
        return converse(flow);
    }

    private CompletionStage<Verdict<HttpFlow>> converse(HttpFlow flow) {
        long place = RequestPlace.of(flow.request(), settings.rules());
        if (loaded.isCompletedExceptionally() || !recordings.contains(place)) {
            return PASSED;
        }
        long[] calls = conversations.known(place);
        if (calls != null) {
            return converse(flow, place, calls);
        }
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return conversations.read(place);
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        runtime.blocking())
                .thenCompose(read -> converse(flow, place, read))
                .exceptionally(error -> broken(flow, error));
    }

    private CompletionStage<Verdict<HttpFlow>> converse(HttpFlow flow, long place, long[] calls) {
        if (calls.length == 0) {
            return PASSED;
        }
        RequestParts parts = RequestParts.of(flow.request(), null, settings.rules());
        int at = turn(flow, parts.digest(place), calls.length);
        return at < 0
                ? unknown.decide(
                        flow, parts, "all recorded calls of " + shown(flow.request()) + " were used (--mock-repeat)")
                : answered(flow, parts, new AnswerMaker.Due(calls, at));
    }

    // ---- a request

    private CompletionStage<Verdict<HttpFlow>> decide(HttpFlow flow, HookContext context) {
        if (flow.request().method().equals("CONNECT") || !context.canHold()) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        CompletionStage<Verdict<HttpFlow>> verdict = !loaded.isDone()
                ? loaded.handleAsync((done, error) -> flow, runtime.blocking()).thenCompose(this::find)
                : find(flow);
        return verdict.exceptionally(error -> broken(flow, error));
    }

    /** A session that cannot be read answers nothing, and says so. */
    private Verdict<HttpFlow> broken(HttpFlow flow, Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        String why = "the recorded session cannot be read: " + cause.getMessage();
        LOG.warn("flow {}: {}", flow.id(), why);
        if (settings.extra() == ExtraPolicy.FORWARD) {
            return new Verdict.Replace<>(flow.withNotes(flow.notes().withMetadata(AnswerMaker.NOTE, why)));
        }
        return answer(flow, AnswerMaker.page(502, why + "\n"), AnswerMaker.noted(flow, why));
    }

    static Verdict<HttpFlow> answer(HttpFlow flow, HttpResponse response, Notes notes) {
        return new Verdict.After<>(flow.withNotes(notes), new Verdict.Answer<>(response, AnswerMaker.NOTE));
    }

    private CompletionStage<Verdict<HttpFlow>> find(HttpFlow flow) {
        if (loaded.isCompletedExceptionally()) {
            return loaded.thenApply(never -> Verdict.pass());
        }
        return find(flow, flow.request());
    }

    /** @param request that of the flow, or as the client sent it before rules changed it */
    private CompletionStage<Verdict<HttpFlow>> find(HttpFlow flow, HttpRequest request) {
        long place = RequestPlace.of(request, settings.rules());
        if (!recordings.contains(place) && request.method().equals("HEAD")) {
            place = RequestPlace.of(request.withMethod("GET"), settings.rules());
        }
        if (!recordings.contains(place)) {
            return miss(flow, request, null, "no recorded request is like " + shown(request));
        }
        if (RequestBodies.lacksContent(request, settings.rules())) {
            return unknown.decide(flow, null, "the content of " + shown(request) + " is too large to be compared");
        }
        long key = place;
        EqualRequests equal = places.get(key);
        if (equal != null
                && !queues.containsKey(key)
                && RequestBodies.isAtHand(request, settings.rules())
                && request.body().size() <= SMALL) {
            return choose(flow, request, key, equal, RequestBodies.parts(request, settings.rules()));
        }
        return queued(key, () -> read(flow, request, key));
    }

    /** Runs what reads a place after what reads it already, so that requests take their turns in order. */
    private CompletionStage<Verdict<HttpFlow>> queued(long place, Supplier<CompletionStage<Verdict<HttpFlow>>> task) {
        CompletableFuture<CompletionStage<Verdict<HttpFlow>>> result = new CompletableFuture<>();
        CompletableFuture<?> mine = result.handle((chosen, error) -> null);
        CompletableFuture<?> before = queues.put(place, mine);
        Runnable run = () -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            } finally {
                queues.remove(place, mine);
            }
        };
        if (before == null) {
            runtime.blocking().execute(run);
        } else {
            before.whenCompleteAsync((done, error) -> run.run(), runtime.blocking());
        }
        return result.thenCompose(verdict -> verdict);
    }

    private CompletionStage<Verdict<HttpFlow>> read(HttpFlow flow, HttpRequest request, long place) {
        try {
            EqualRequests equal = places.get(place);
            if (equal == null) {
                long[] refs = recordings.find(place);
                equal = EqualRequests.read(recordings, refs, place, settings.rules());
                places.put(place, equal);
                equal.addMissing(recordings, refs, place, settings.rules());
            }
            RequestParts parts = RequestBodies.parts(
                    request, settings.rules(), body -> runtime.recorded().body(body));
            return choose(flow, request, place, equal, parts);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String shown(HttpRequest request) {
        return request.method() + " " + request.url();
    }

    private CompletionStage<Verdict<HttpFlow>> choose(
            HttpFlow flow, HttpRequest request, long place, EqualRequests equal, RequestParts parts) {
        RequestDigest digest = parts.digest(place);
        long[] refs = equal.find(digest);
        if (refs.length == 0) {
            return miss(flow, request, parts, "no recorded request is equal to " + shown(request));
        }
        if (!settings.answersFirst()) {
            runtime.found().get(flow.id()).found = new Found(digest, refs);
            giveUpLater(flow.id());
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        int at = turn(flow, digest, refs.length);
        if (at < 0) {
            String used =
                    refs.length == 1 ? "the recorded response to " : "all " + refs.length + " recorded responses to ";
            return unknown.decide(
                    flow,
                    parts,
                    used + shown(flow.request()) + (refs.length == 1 ? " was used" : " were used")
                            + " (--mock-repeat)");
        }
        return answered(flow, parts, new AnswerMaker.Due(refs, at));
    }

    /** Looks for the request as the client sent it, if rules have changed it since then. */
    private CompletionStage<Verdict<HttpFlow>> miss(
            HttpFlow flow, HttpRequest request, @Nullable RequestParts parts, String why) {
        return request == flow.request() && AskedRequest.isRewritten(flow)
                ? find(flow, AskedRequest.of(flow))
                : unknown.decide(flow, parts, why);
    }

    /** Returns the place of the recorded flow whose turn it is; negative if all were used. */
    private int turn(HttpFlow flow, RequestDigest digest, int count) {
        if (settings.order() == MockOrder.FIRST) {
            return 0;
        }
        boolean once = settings.repeat() == MockRepeat.STOP && settings.mode() != MockMode.RECORD;
        if (settings.order() == MockOrder.LAST && !once || count == 1 && !once) {
            return count - 1;
        }
        String client = settings.perClient() ? flow.client().address().host() : "";
        int turn = cursors.take(new Cursors.Key(digest, client), shown(flow.request()), count);
        if (turn >= count) {
            return switch (settings.repeat()) {
                case LAST -> count - 1;
                case CYCLE -> turn % count;
                case STOP -> -1;
            };
        }
        return settings.order() == MockOrder.LAST ? count - 1 - turn : turn;
    }

    private CompletionStage<Verdict<HttpFlow>> answered(HttpFlow flow, RequestParts parts, AnswerMaker.Due due) {
        return answers.isAtHand(due)
                ? sent(flow, parts, answers.make(flow, due))
                : CompletableFuture.supplyAsync(() -> answers.make(flow, due), runtime.blocking())
                        .thenCompose(made -> sent(flow, parts, made));
    }

    private CompletionStage<Verdict<HttpFlow>> sent(
            HttpFlow flow, RequestParts parts, AnswerMaker.@Nullable Made made) {
        if (made == null) {
            return settings.mode() == MockMode.RECORD
                    ? CompletableFuture.completedFuture(Verdict.pass())
                    : unknown.decide(flow, parts, "no recorded response suits " + shown(flow.request()));
        }
        Verdict<HttpFlow> verdict = new Verdict.After<>(
                flow.withNotes(made.notes()),
                new Verdict.Answer<>(made.response(), AnswerMaker.NOTE, made.socket(), made.interim()));
        if (made.delay() <= 0) {
            return CompletableFuture.completedFuture(verdict);
        }
        CompletableFuture<Verdict<HttpFlow>> later = new CompletableFuture<>();
        var due = runtime.timer().schedule(() -> later.complete(verdict), made.delay(), TimeUnit.NANOSECONDS);
        later.whenComplete((done, error) -> due.cancel(false));
        return later;
    }

    // ---- requests that were forwarded

    /** Ends the wait for a server that is slower than the option allows. */
    private void giveUpLater(long flow) {
        long after = settings.fallbackAfter();
        if (after > 0 && settings.mode() == MockMode.FALLBACK) {
            String why = "the server sent no response within " + Quantity.duration(after) + " (--mock-fallback-after)";
            runtime.timer()
                    .schedule(
                            () -> runtime.inFlight().find(flow).ifPresent(live -> live.giveUpServer(why)),
                            after,
                            TimeUnit.NANOSECONDS);
        }
    }

    private CompletionStage<Verdict<ServerFailure>> fallBack(ServerFailure failure, HookContext context) {
        Found found = found(failure.flow().id());
        if (found == null || failure.isFinal()) {
            return CompletableFuture.completedFuture(Verdict.pass());
        }
        int turn = turn(failure.flow(), found.digest(), found.refs().length);
        AnswerMaker.Due due = new AnswerMaker.Due(found.refs(), turn < 0 ? found.refs().length - 1 : turn);
        return CompletableFuture.supplyAsync(() -> fallenBack(failure, due), runtime.blocking());
    }

    private Verdict<ServerFailure> fallenBack(ServerFailure failure, AnswerMaker.Due due) {
        AnswerMaker.Made made = answers.make(failure.flow(), due);
        if (made == null) {
            return Verdict.pass();
        }
        Notes notes = made.notes()
                .withMetadata(
                        AnswerMaker.NOTE,
                        made.notes().metadata().get(AnswerMaker.NOTE) + "; since the server failed: "
                                + failure.error().message());
        return new Verdict.After<>(
                failure.withFlow(failure.flow().withNotes(notes)),
                new Verdict.Answer<>(made.response(), AnswerMaker.NOTE, made.socket(), made.interim()));
    }

    /** Returns what was found for a request that was forwarded; null if nothing was. */
    @Nullable
    Found found(long flow) {
        FoundForFlow kept = runtime.found().find(flow).orElse(null);
        return kept == null ? null : kept.found;
    }

    /** Adds a flow of the session in use that has ended and is committed. */
    void learn(int session, HttpFlow flow) throws IOException {
        long place = recordings.add(session, flow);
        EqualRequests equal = places.get(place);
        if (equal != null) {
            equal.add(recordings, FlowRef.of(session, flow.id()), place, settings.rules());
        }
        conversations.forget(place);
    }

    /** A flow of the session in use was changed. */
    void changed(long ref) {
        answers.forget(ref);
    }

    /** Adds what others have recorded meanwhile. */
    void refresh() throws IOException {
        if (loaded.isDone() && recordings.refresh()) {
            places.clear();
            conversations.forgetAll();
            answers.forgetAll();
        }
    }

    /** Explains a request that nobody has sent. Blocks. */
    List<MissExplainer.Near> explain(HttpRequest request) throws IOException {
        return explainer.near(request, RequestBodies.parts(request, settings.rules()));
    }

    /** How many recorded flows a request without content would be answered from; for explanations. */
    int equal(HttpRequest request) throws IOException {
        long place = RequestPlace.of(request, settings.rules());
        return EqualRequests.read(recordings, recordings.find(place), place, settings.rules())
                .find(RequestBodies.parts(request, settings.rules()).digest(place))
                .length;
    }

    void stop() {
        stopped = true;
    }
}
