package dev.steno.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Properties that hold for every order of events that a wire can produce, and for all handlers: no chunk is leaked, and
 * facts are in order ({@link Playbook} checks both after each step); each peer receives well-ordered messages, the last
 * of which may be incomplete.
 */
class ExchangeLawsTest {

    /** The possible events; one that a wire could not produce at that moment is skipped. */
    enum Step {
        REQUEST_DATA,
        REQUEST_END,
        REQUEST_BROKEN,
        READY,
        FAILED,
        STALE,
        INTERIM,
        RESPONSE_HEAD,
        RESPONSE_DATA,
        RESPONSE_END,
        CLIENT_GONE,
        DECIDE
    }

    /** The verdict of a hook's handler, given synchronously or later. */
    enum Deed {
        NOTHING,
        WANT_LITTLE,
        WANT_MUCH,
        EDIT,
        ANSWER,
        DROP,
        THROW
    }

    record Handling(Deed deed, boolean later) {}

    /**
     * @param failAt the number of the call to the wire during which a connection proves to be broken
     * @param finish whether both peers and all handlers complete their part at the end; otherwise the client
     *     disconnects
     */
    record Script(
            String method,
            List<Handling> handlers,
            int failAt,
            boolean clientFails,
            boolean finish,
            List<Step> steps) {}

    private static final List<Hook<HttpFlow>> HOOKS =
            List.of(Hook.REQUEST_HEAD, Hook.REQUEST, Hook.RESPONSE_HEAD, Hook.RESPONSE);

    @Provide
    Arbitrary<Script> scripts() {
        Arbitrary<Deed> deeds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(Deed.NOTHING)),
                Tuple.of(4, Arbitraries.of(Deed.WANT_LITTLE, Deed.WANT_MUCH, Deed.EDIT)),
                Tuple.of(1, Arbitraries.of(Deed.ANSWER, Deed.DROP, Deed.THROW)));
        Arbitrary<Handling> handlings =
                Combinators.combine(deeds, Arbitraries.of(true, false)).as(Handling::new);
        Arbitrary<Step> steps = Arbitraries.frequencyOf(
                Tuple.of(
                        30,
                        Arbitraries.of(
                                Step.REQUEST_DATA,
                                Step.REQUEST_END,
                                Step.READY,
                                Step.RESPONSE_HEAD,
                                Step.RESPONSE_DATA,
                                Step.RESPONSE_END,
                                Step.DECIDE)),
                Tuple.of(
                        1,
                        Arbitraries.of(Step.REQUEST_BROKEN, Step.FAILED, Step.STALE, Step.INTERIM, Step.CLIENT_GONE)));
        return Combinators.combine(
                        Arbitraries.of("GET", "POST", "HEAD"),
                        handlings.list().ofSize(4),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(-1)),
                                Tuple.of(1, Arbitraries.integers().between(0, 12))),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        steps.list().ofMinSize(5).ofMaxSize(60))
                .as(Script::new);
    }

    @Property(tries = 10_000)
    void everyRunKeepsTheLaws(@ForAll("scripts") Script script) {
        Run run = new Run(script);
        run.play();
        Statistics.label("ended as").collect(run.play.flow().state());
        Statistics.label("response").collect(run.play.flow().response() != null);
    }

    /** One script being played, with the state that a wire would have. */
    private static final class Run {
        private final Script script;
        private final Playbook play;
        private final List<String> calls = new ArrayList<>();
        private final List<Runnable> undecided = new ArrayList<>();
        private final StringBuilder sentByClient = new StringBuilder();
        private final StringBuilder sentByServer = new StringBuilder();
        private boolean connecting;
        private boolean attached;
        private boolean requestOver;
        private boolean responseBegun;
        private boolean responseOver;

        Run(Script script) {
            this.script = script;
            List<Addon> addons = new ArrayList<>();
            for (int i = 0; i < HOOKS.size(); i++) {
                Handling handling = script.handlers().get(i);
                if (handling.deed() != Deed.NOTHING || handling.later()) {
                    addons.add(addon(HOOKS.get(i), handling));
                }
            }
            this.play = new Playbook(Playbook.request(script.method(), "/"), addons.toArray(Addon[]::new));
            play.wire.onCall(this::called);
        }

        private Addon addon(Hook<HttpFlow> hook, Handling handling) {
            return registrar -> registrar.onAsync(hook, Phase.MODIFY, (flow, context) -> {
                if (handling.deed() == Deed.WANT_LITTLE || handling.deed() == Deed.WANT_MUCH) {
                    context.wantBody(handling.deed() == Deed.WANT_LITTLE ? 5 : 1_000);
                }
                CompletableFuture<Verdict<HttpFlow>> stage = new CompletableFuture<>();
                Runnable decision = () -> decide(stage, hook, handling.deed(), flow);
                if (handling.later()) {
                    undecided.add(decision);
                } else {
                    decision.run();
                }
                return stage;
            });
        }

        private static void decide(
                CompletableFuture<Verdict<HttpFlow>> stage, Hook<HttpFlow> hook, Deed deed, HttpFlow flow) {
            boolean ofRequest = hook == Hook.REQUEST_HEAD || hook == Hook.REQUEST;
            switch (deed) {
                case EDIT ->
                    stage.complete(Playbook.replace(
                            ofRequest
                                    ? flow.withRequest(flow.request().withBody(Playbook.body("edited")))
                                    : flow.withResponse(flow.response().withBody(Playbook.body("edited")))));
                case ANSWER -> stage.complete(Playbook.answer(200, "answered"));
                case DROP -> stage.complete(Playbook.drop("dropped"));
                case THROW -> stage.completeExceptionally(new FaultOnPurpose());
                default -> stage.complete(Verdict.pass());
            }
        }

        private void called(String call) {
            calls.add(call);
            if (call.startsWith("connect")) {
                connecting = true;
            } else if (call.equals("abort upstream")) {
                attached = false;
            }
            if (calls.size() - 1 == script.failAt() && !call.startsWith("abort") && !call.equals("done")) {
                if (script.clientFails()) {
                    Playbook.clientGone().accept(play);
                } else if (attached) {
                    attached = false;
                    Playbook.upstreamFailed().accept(play);
                }
            }
        }

        void play() {
            play.in(Playbook.begin());
            for (Step step : script.steps()) {
                take(step);
            }
            if (script.finish()) {
                finish();
            } else {
                play.in(Playbook.clientGone());
            }
            assertThat(play.exchange.isClosed()).as("the exchange ends").isTrue();
            decideAll();
            checkWhatWasSent();
        }

        /** Completes the part of all peers and handlers; repeated, since one decision may enable another. */
        private void finish() {
            for (int i = 0; i < HOOKS.size(); i++) {
                take(Step.REQUEST_END);
                take(Step.DECIDE);
                take(Step.READY);
                take(Step.RESPONSE_HEAD);
                take(Step.RESPONSE_DATA);
                take(Step.DECIDE);
                take(Step.RESPONSE_END);
            }
            take(Step.DECIDE);
        }

        private void take(Step step) {
            switch (step) {
                case REQUEST_DATA -> {
                    if (!requestOver) {
                        String piece = "r" + sentByClient.length() + ";";
                        sentByClient.append(piece);
                        play.in(Playbook.requestData(piece));
                    }
                }
                case REQUEST_END -> {
                    if (!requestOver) {
                        requestOver = true;
                        play.in(Playbook.requestEnd());
                    }
                }
                case REQUEST_BROKEN -> {
                    if (!requestOver) {
                        requestOver = true;
                        play.in(Playbook.requestBroken());
                    }
                }
                case READY -> {
                    if (connecting) {
                        connecting = false;
                        attached = true;
                        play.in(Playbook.ready());
                    }
                }
                case FAILED -> {
                    if (connecting || attached) {
                        connecting = false;
                        attached = false;
                        play.in(Playbook.upstreamFailed());
                    }
                }
                case STALE -> {
                    if (attached && !responseBegun) {
                        attached = false;
                        play.in(Playbook.stale());
                    }
                }
                case CLIENT_GONE -> play.in(Playbook.clientGone());
                case DECIDE -> decideAll();
                default -> takeResponse(step);
            }
        }

        private void decideAll() {
            List<Runnable> decisions = List.copyOf(undecided);
            undecided.clear();
            decisions.forEach(decision -> play.in(any -> decision.run()));
        }

        private void takeResponse(Step step) {
            if (!attached || responseOver) {
                return;
            }
            if (step == Step.INTERIM && !responseBegun) {
                play.in(Playbook.interim(103));
            } else if (step == Step.RESPONSE_HEAD && !responseBegun) {
                responseBegun = true;
                play.in(Playbook.responseHead(200));
            } else if (step == Step.RESPONSE_DATA
                    && responseBegun
                    && !script.method().equals("HEAD")) {
                String piece = "s" + sentByServer.length() + ";";
                sentByServer.append(piece);
                play.in(Playbook.responseData(piece));
            } else if (step == Step.RESPONSE_END && responseBegun) {
                responseOver = true;
                play.in(Playbook.responseEnd());
            }
        }

        private void checkWhatWasSent() {
            String toServer = kinds(Map.of("connect", "c", "> end", "e", ">> ", "d", "> ", "h"));
            assertThat(toServer).as("towards the server: %s", calls).matches("(c(hd*e?)?){0,2}");
            String toClient = kinds(
                    Map.of("< interim", "i", "< end", "e", "<< ", "d", "< ", "h", "done", "!", "abort client", "x"));
            assertThat(toClient).as("towards the client: %s", calls).matches("i*(hd*(e!?)?)?x?");
            checkData(data(">> "), sentByClient.toString());
            String received = data("<< ");
            if (!received.startsWith("<!doctype html>") && !received.equals("answered")) {
                checkData(received, sentByServer.toString());
            }
            if (script.method().equals("HEAD")) {
                assertThat(received).isEmpty();
            }
            if (play.flow().state() == FlowState.COMPLETE) {
                assertThat(calls).as("the client has a complete response").anyMatch(call -> call.startsWith("< end"));
            }
        }

        private static void checkData(String passed, String sent) {
            if (!passed.equals("edited")) {
                assertThat(sent)
                        .as("the forwarded bytes are a prefix of the sent ones")
                        .startsWith(passed);
            }
        }

        /**
         * Encodes the calls that begin with one of the given prefixes, one letter per call; the longest matching prefix
         * determines the letter.
         */
        private String kinds(Map<String, String> letters) {
            StringBuilder kinds = new StringBuilder();
            for (String call : calls) {
                letters.keySet().stream()
                        .filter(call::startsWith)
                        .max(Comparator.comparingInt(String::length))
                        .ifPresent(beginning -> kinds.append(letters.get(beginning)));
            }
            return kinds.toString();
        }

        /** The data that a peer received; that of the server restarts with each connection. */
        private String data(String beginning) {
            StringBuilder data = new StringBuilder();
            for (String call : calls) {
                if (beginning.equals(">> ") && call.startsWith("connect")) {
                    checkData(data.toString(), sentByClient.toString());
                    data.setLength(0);
                }
                if (call.startsWith(beginning)) {
                    data.append(call, beginning.length(), call.length());
                }
            }
            return data.toString();
        }
    }

    /** Thrown by handlers; has no stack trace, since thousands of them would fill the log. */
    private static final class FaultOnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1;

        FaultOnPurpose() {
            super("a fault made on purpose", null, false, false);
        }
    }
}
