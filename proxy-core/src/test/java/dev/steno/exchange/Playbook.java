package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.Handler;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Sequences;
import dev.steno.flow.Times;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An exchange without sockets: takes scripted input and returns the calls to the wire as text. Checks the invariants
 * after each step: facts are in order, each chunk is released once, nothing is called after the end.
 */
final class Playbook {
    final RecordingWire wire = new RecordingWire();
    final List<FlowEvent> facts = new ArrayList<>();
    final HttpExchange exchange;
    final AddonRuntime runtime;
    final List<String> outcomes = new ArrayList<>();
    private final List<CountedChunk> chunks = new ArrayList<>();
    private final Queue<Runnable> loop = new ArrayDeque<>();

    /** An input to the exchange. */
    interface Input extends Consumer<Playbook> {}

    Playbook(HttpRequest head, Addon... addons) {
        List<Addon> all = new ArrayList<>(List.of(addons));
        all.add(registrar -> registrar.lossless(facts::add));
        runtime = runtime(all);
        exchange = new HttpExchange(runtime, wire, loop::add, peer("client", 50_000), head, Notes.NONE);
    }

    static AddonRuntime runtime(List<Addon> addons) {
        return new AddonRuntime(addons, new Sequences(), new RecordBudget(1 << 20), Runnable::run);
    }

    // ---- for tests

    /** Applies inputs in order. */
    Playbook in(Input... inputs) {
        for (Input input : inputs) {
            boolean wasClosed = exchange.isClosed();
            int factsBefore = facts.size();
            int callsBefore = wire.calls();
            input.accept(this);
            for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
                task.run();
            }
            checkLaws();
            if (wasClosed) {
                assertThat(facts).as("facts after the end").hasSize(factsBefore);
                assertThat(wire.calls()).as("calls after the end").isEqualTo(callsBefore);
            }
        }
        return this;
    }

    /** The calls to the wire since the last call of this method. */
    Playbook out(String... calls) {
        assertThat(wire.take()).containsExactly(calls);
        return this;
    }

    /** The facts about the flow so far, such as {@code opened 1}. */
    Playbook told(String... expected) {
        assertThat(revisions()).containsExactly(expected);
        return this;
    }

    HttpFlow flow() {
        return exchange.flow();
    }

    /** The recorded bytes of a body as text. */
    String recorded(Body body) {
        if (body instanceof Body.Inline inline) {
            return new String(inline.bytes(), StandardCharsets.ISO_8859_1);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (FlowEvent fact : facts) {
            if (fact instanceof FlowEvent.BodyChunk chunk
                    && body instanceof Body.Stored stored
                    && chunk.body() == stored.id()) {
                all.writeBytes(chunk.data());
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    // ---- addons

    static <T> Addon on(Hook<T> hook, Handler<T> handler) {
        return registrar -> registrar.on(hook, Phase.MODIFY, handler);
    }

    static <T> Addon later(Hook<T> hook, CompletableFuture<Verdict<T>> stage) {
        return registrar -> registrar.onAsync(hook, Phase.HOLD, (subject, context) -> stage);
    }

    static Addon wanting(Hook<HttpFlow> headHook, int limit) {
        return on(headHook, (flow, context) -> {
            context.wantBody(limit);
            return Verdict.pass();
        });
    }

    /** A handler that records the body that the hook is given, and passes the message. */
    static Addon seeing(Hook<HttpFlow> hook, List<Body> seen) {
        return on(hook, (flow, context) -> {
            seen.add(
                    hook == Hook.REQUEST
                            ? flow.request().body()
                            : flow.response().body());
            return Verdict.pass();
        });
    }

    static Verdict<HttpFlow> replace(HttpFlow flow) {
        return new Verdict.Replace<>(flow);
    }

    static Verdict<HttpFlow> answer(int status, String body, String... fields) {
        HttpResponse head = response(status, fields);
        return new Verdict.Answer<>(body.isEmpty() ? head : head.withBody(body(body)));
    }

    static Verdict<HttpFlow> drop(String reason) {
        return new Verdict.Drop<>(reason);
    }

    /** An addon that holds every message at a hook. */
    static Addon holding(Hook<HttpFlow> hook, HoldTerms terms) {
        return registrar -> registrar.onAsync(hook, Phase.HOLD, (flow, context) -> context.hold(flow, terms));
    }

    // ---- inputs

    /** An action of a person on the flow; its outcome is added to {@link #outcomes}. */
    Input acting(Function<FlowInFlight, CompletionStage<Flow>> action) {
        FlowInFlight flow = runtime.inFlight().get(exchange.flow().id());
        return play -> action.apply(flow)
                .whenComplete((after, error) -> outcomes.add(error == null ? "done" : error.getMessage()));
    }

    static Input begin() {
        return play -> play.exchange.beginRequest();
    }

    static Input requestData(String text) {
        return play -> play.exchange.requestData(play.chunk(text));
    }

    static Input requestEnd() {
        return requestEnd(null);
    }

    static Input requestEnd(@Nullable Headers trailers) {
        return play -> play.exchange.requestEnd(trailers);
    }

    static Input requestBroken() {
        return play -> play.exchange.requestBroken(error(FlowError.Step.REQUEST, "not a request"), 400);
    }

    static Input ready() {
        return play -> play.exchange.upstreamReady(peer("origin.test", 80));
    }

    static Input upstreamFailed() {
        return play -> play.exchange.upstreamFailed(error(FlowError.Step.RESPONSE, "the server left"), 502, false);
    }

    static Input stale() {
        return play -> play.exchange.upstreamFailed(error(FlowError.Step.RESPONSE, "the server left"), 502, true);
    }

    static Input interim(int status) {
        return play -> play.exchange.responseInterim(response(status));
    }

    static Input responseHead(int status, String... fields) {
        return play -> play.exchange.responseHead(response(status, fields));
    }

    static Input responseData(String text) {
        return play -> play.exchange.responseData(play.chunk(text));
    }

    static Input responseEnd() {
        return responseEnd(null);
    }

    static Input responseEnd(@Nullable Headers trailers) {
        return play -> play.exchange.responseEnd(trailers);
    }

    static Input clientGone() {
        return play -> play.exchange.clientGone(error(FlowError.Step.RELAY, "the client left"));
    }

    // ---- values

    static HttpRequest request(String method, String path, String... fields) {
        return new HttpRequest(
                method,
                "http",
                "origin.test",
                80,
                path,
                "HTTP/1.1",
                Headers.of(fields),
                null,
                Body.NONE,
                Times.now(),
                Times.UNSET);
    }

    static HttpResponse response(int status, String... fields) {
        return new HttpResponse("HTTP/1.1", status, "", Headers.of(fields), null, Body.NONE, Times.now(), Times.UNSET);
    }

    static Body body(String text) {
        return new Body.Inline(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Peer peer(String host, int port) {
        Endpoint address = new Endpoint(host, port);
        return new Peer(1, address, null, null, Times.now(), Times.UNSET, Times.UNSET, null, null);
    }

    static FlowError error(FlowError.Step step, String message) {
        return new FlowError(step, message, Times.now());
    }

    private CountedChunk chunk(String text) {
        CountedChunk chunk = new CountedChunk(text);
        chunks.add(chunk);
        return chunk;
    }

    // ---- invariants

    private List<String> revisions() {
        List<String> told = new ArrayList<>();
        for (FlowEvent fact : facts) {
            if (fact instanceof FlowEvent.Opened opened) {
                told.add("opened " + opened.flow().revision());
            } else if (fact instanceof FlowEvent.Changed changed) {
                told.add("changed " + changed.flow().revision());
            } else if (fact instanceof FlowEvent.Closed closed) {
                told.add("closed " + closed.flow().revision() + " "
                        + closed.flow().state().label());
            }
        }
        return told;
    }

    private void checkLaws() {
        List<FlowEvent.Revision> revisions = facts.stream()
                .filter(FlowEvent.Revision.class::isInstance)
                .map(FlowEvent.Revision.class::cast)
                .toList();
        for (int i = 0; i < revisions.size(); i++) {
            FlowEvent.Revision fact = revisions.get(i);
            assertThat(fact instanceof FlowEvent.Opened)
                    .as("opened first and once")
                    .isEqualTo(i == 0);
            assertThat(fact.flow().revision()).as("revisions rise by one").isEqualTo(i + 1);
            assertThat(fact.flow().state() == FlowState.OPEN)
                    .as("open until closed")
                    .isEqualTo(!(fact instanceof FlowEvent.Closed));
            assertThat(fact instanceof FlowEvent.Closed)
                    .as("closed last and once")
                    .isEqualTo(exchange.isClosed() && i == revisions.size() - 1);
        }
        if (exchange.isClosed()) {
            assertThat(chunks).as("chunks that were neither sent nor released").allMatch(CountedChunk::isGone);
            assertThat(revisions).isNotEmpty();
            assertThat(runtime.timer().toString())
                    .as("what is due later keeps an exchange in memory")
                    .contains("queued tasks = 0");
        }
    }
}
