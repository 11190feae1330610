package dev.steno.exchange;

import static dev.steno.exchange.Playbook.answer;
import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.later;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestBroken;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.upstreamFailed;
import static dev.steno.exchange.Playbook.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Times;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Asynchronous handlers: the exchange is held until their verdict, and handles events of both peers in the meantime.
 */
class HeldExchangeTest {
    private final CompletableFuture<Verdict<HttpFlow>> stage = new CompletableFuture<>();

    private Playbook.Input decided(Verdict<HttpFlow> verdict) {
        return play -> stage.complete(verdict);
    }

    @Test
    void aHeldRequestIsShownAndNotReadUntilItIsDecided() {
        Playbook play = new Playbook(request("POST", "/"), later(Hook.REQUEST_HEAD, stage));

        play.in(begin()).out("hold request").told("opened 1");
        play.in(requestData("1"), requestData("2")).out();
        play.in(decided(Verdict.pass())).out("connect origin.test:80", "hold request");
        play.in(ready()).out("> POST /", ">> 1", ">> 2", "read request");
        play.in(requestData("3")).out(">> 3");
    }

    @Test
    void aRequestThatEndedWhileItWasHeldIsRecordedAsItPassed() {
        Playbook play = new Playbook(request("POST", "/"), later(Hook.REQUEST_HEAD, stage));
        Headers trailers = Headers.of("T", "1");

        play.in(begin(), requestData("body"), requestEnd(trailers), decided(Verdict.pass()), ready())
                .in(responseHead(200), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("> POST /", ">> body", "> end {T: 1}", "< end", "done");
        assertThat(play.flow().original()).as("no handler edited it").isNull();
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("body");
        assertThat(play.flow().request().trailers()).isEqualTo(trailers);
        assertThat(Times.isSet(play.flow().request().ended())).isTrue();
    }

    @Test
    void anEditOfAHeldHeadKeepsTheBodyThatCameMeanwhile() {
        AtomicReference<HttpFlow> shown = new AtomicReference<>();
        Playbook play = new Playbook(
                request("POST", "/", "A", "1"),
                registrar -> registrar.onAsync(Hook.REQUEST_HEAD, Phase.HOLD, (flow, context) -> {
                    shown.set(flow);
                    return stage;
                }));

        play.in(begin(), requestData("body"), requestEnd());
        HttpFlow edited = shown.get().withRequest(shown.get().request().withHeaders(Headers.of("A", "2")));
        play.in(decided(Playbook.replace(edited)), ready());

        assertThat(play.wire.take()).containsSubsequence("> POST / {A: 2}", ">> body", "> end");
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("body");
        assertThat(play.flow().original().request().headers()).isEqualTo(Headers.of("A", "1"));
        assertThat(play.recorded(play.flow().original().request().body())).isEqualTo("body");
    }

    @Test
    void aHeldResponseIsShownAndNotReadUntilItIsDecided() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.RESPONSE_HEAD, stage));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(responseHead(200)).out("hold response").told("opened 1", "changed 2");
        play.in(responseData("1"), responseData("2"), responseEnd()).out();
        play.in(decided(Verdict.pass())).out("< 200", "<< 1", "<< 2", "read response", "< end", "done");
        assertThat(play.flow().original()).as("no handler edited it").isNull();
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("12");
    }

    @Test
    void aClientThatLeavesCancelsTheStageAtEveryHook() {
        for (Hook<HttpFlow> hook : List.of(Hook.REQUEST_HEAD, Hook.REQUEST, Hook.RESPONSE_HEAD, Hook.RESPONSE)) {
            CompletableFuture<Verdict<HttpFlow>> held = new CompletableFuture<>();
            Playbook play = new Playbook(
                    request("POST", "/"),
                    wanting(Hook.REQUEST_HEAD, 100),
                    wanting(Hook.RESPONSE_HEAD, 100),
                    later(hook, held));
            play.wire.onCall(call -> {
                if (call.startsWith("connect")) {
                    play.exchange.upstreamReady(Playbook.peer("origin.test", 80));
                    play.exchange.responseHead(Playbook.response(200));
                    play.exchange.responseEnd(null);
                }
            });
            play.in(begin(), requestData("x"), requestEnd());
            assertThat(play.exchange.isClosed()).as("held at %s", hook).isFalse();

            play.in(clientGone());
            assertThat(held).as("at %s", hook).isCancelled();
            assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
            assertThat(play.wire.take()).last().isEqualTo("abort upstream");
        }
    }

    @Test
    void anAnswerAfterTheClientDisconnectedIsDropped() {
        Playbook play =
                new Playbook(request("GET", "/"), later(Hook.REQUEST_HEAD, stage.thenApply(verdict -> verdict)));

        play.in(begin(), requestEnd(), clientGone()).out("hold request", "abort upstream");
        play.in(decided(answer(200, "late"))).out();
    }

    @Test
    void aClientThatBreaksItsHeldRequestIsToldSoAndTheStageIsCancelled() {
        Playbook play = new Playbook(request("POST", "/"), later(Hook.REQUEST_HEAD, stage));

        play.in(begin(), requestData("x"), requestBroken());

        assertThat(stage).isCancelled();
        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 400")).endsWith("read request", "done");
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aServerThatClosesAfterItsWholeResponseDoesNotHarmAResponseThatIsHeld() {
        Playbook play =
                new Playbook(request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), later(Hook.RESPONSE, stage));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("x"), responseEnd(), upstreamFailed());
        play.wire.take();
        play.in(decided(Verdict.pass())).out("< 200", "<< x", "read response", "< end", "done");
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aServerThatBreaksOffAHeldResponseLeadsToAPageAndTheStageIsCancelled() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.RESPONSE_HEAD, stage));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("part"), upstreamFailed());

        assertThat(stage).isCancelled();
        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 502"));
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("part");
        assertThat(play.flow().response().status())
                .as("the record has the server's response")
                .isEqualTo(200);
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void notesThatComeWhileTheResponseStreamsMakeARevision() {
        CompletableFuture<Verdict<HttpFlow>> observed = new CompletableFuture<>();
        AtomicReference<HttpFlow> shown = new AtomicReference<>();
        Playbook play = new Playbook(
                request("GET", "/"),
                on(Hook.REQUEST, (flow, context) -> {
                    shown.set(flow);
                    return Verdict.pass();
                }),
                later(Hook.REQUEST, observed));

        play.in(begin(), requestEnd(), ready(), responseHead(200));
        play.in(any -> observed.complete(Playbook.replace(
                        shown.get().withNotes(shown.get().notes().withMark("!")))))
                .told("opened 1", "changed 2", "changed 3");
        play.in(responseEnd());

        assertThat(play.flow().notes().mark()).isEqualTo("!");
        assertThat(play.flow().response().status())
                .as("only the changes to the notes took effect")
                .isEqualTo(200);
        assertThat(play.flow().original()).isNull();
    }
}
