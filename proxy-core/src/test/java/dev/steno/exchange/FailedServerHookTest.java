package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.interim;
import static dev.steno.exchange.Playbook.later;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.upstreamFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.End;
import dev.steno.addon.Hook;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.ServerFailure;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The hooks of failed servers and of interim responses, at each stage of the messages. */
class FailedServerHookTest {
    private final CompletableFuture<Verdict<ServerFailure>> verdict = new CompletableFuture<>();
    private final CompletableFuture<Verdict<InterimResponse>> interimVerdict = new CompletableFuture<>();

    private static Addon retrying(List<ServerFailure> seen) {
        return on(Hook.FAILED, (failure, context) -> {
            seen.add(failure);
            return new Verdict.Retry<>();
        });
    }

    private Playbook.Input decide(Verdict<ServerFailure> given) {
        return play -> verdict.complete(given);
    }

    // ---- a server that failed

    @Test
    void whatArrivesWhileAHandlerDecidesIsSentWithTheRetry() {
        Playbook play = new Playbook(request("POST", "/"), later(Hook.FAILED, verdict));
        play.in(begin(), ready(), requestData("a")).wire.take();

        play.in(upstreamFailed()).out("abort upstream", "hold request");
        play.in(requestData("b"), requestEnd()).out();
        play.in(decide(new Verdict.Retry<>())).out("connect origin.test:80 fresh");
        play.in(ready()).out("> POST /", ">> ab", "read request", "> end");

        play.in(responseHead(200), responseEnd());
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("ab");
    }

    @Test
    void aRequestIsSentAgainOnceAtMost() {
        List<ServerFailure> seen = new ArrayList<>();
        Playbook play = new Playbook(request("POST", "/"), retrying(seen));
        play.in(begin(), requestEnd(), ready(), upstreamFailed(), ready()).wire.take();

        play.in(upstreamFailed());

        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 502")).endsWith("done");
        assertThat(seen).extracting(ServerFailure::canRetry).containsExactly(true, false);
        assertThat(seen).extracting(ServerFailure::attempt).containsExactly(1, 2);
        assertThat(play.runtime.hooks().failures())
                .as("verdicts without effect")
                .isEqualTo(1);
    }

    @Test
    void aRequestIsNotSentAgainIfItsBodyIsNoLongerInMemory() {
        List<ServerFailure> seen = new ArrayList<>();
        Playbook play = new Playbook(request("POST", "/"), retrying(seen));
        play.in(begin(), ready(), requestData("x".repeat(Body.Inline.LIMIT + 1)))
                .wire
                .take();

        play.in(upstreamFailed());

        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 502")).endsWith("done");
        assertThat(seen).extracting(ServerFailure::canRetry).containsExactly(false);
        assertThat(play.runtime.hooks().failures()).isEqualTo(1);
    }

    @Test
    void aVerdictAfterTheResponsesHeadHasNoEffect() {
        List<ServerFailure> seen = new ArrayList<>();
        Playbook play = new Playbook(request("GET", "/"), retrying(seen));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("part"))
                .wire
                .take();

        play.in(upstreamFailed()).out("abort upstream", "abort client");

        assertThat(seen).extracting(ServerFailure::isFinal).containsExactly(true);
        assertThat(play.runtime.hooks().failures()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesCancelsTheHandler() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.FAILED, verdict));
        play.in(begin(), requestEnd(), ready(), upstreamFailed()).wire.take();
        assertThat(play.exchange.awaitsDecision()).isTrue();

        play.in(clientGone()).out("abort upstream");

        assertThat(verdict).isCancelled();
        assertThat(play.flow().error().message()).isEqualTo("the client left");
    }

    @Test
    void aFlowIsKilledWhileTheHandlerDecides() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.FAILED, verdict));
        play.in(begin(), requestEnd(), ready(), upstreamFailed()).wire.take();

        play.in(play.acting(flow -> flow.kill(End.CLOSE, "ann")));

        assertThat(verdict).isCancelled();
        assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.RELAY);
        assertThat(play.outcomes).containsExactly("done");
    }

    @Test
    void theNotesOfAHandlerAreKept() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.FAILED,
                        (failure, context) -> new Verdict.Replace<>(failure.withFlow(
                                failure.flow().withNotes(failure.flow().notes().withMetadata("spy", "saw it"))))));
        play.in(begin(), requestEnd(), upstreamFailed());

        assertThat(play.flow().notes().metadata()).containsEntry("spy", "saw it");
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    // ---- interim responses

    @Test
    void theFinalResponseWaitsForTheInterimOne() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.INTERIM, interimVerdict));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(interim(103)).out("hold response");
        play.in(responseHead(200), responseData("ok"), responseEnd()).out();
        play.in(all -> interimVerdict.complete(Verdict.pass()))
                .out("< interim 103", "read response", "< 200", "<< ok", "read response", "< end", "done");
        assertThat(play.flow().interim()).extracting(HttpResponse::status).containsExactly(103);
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void whatIsNoInterimResponseIsNotSent() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.INTERIM,
                        (interim, context) -> new Verdict.Replace<>(
                                interim.withResponse(interim.response().withStatus(200, "OK")))));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(interim(103)).out("< interim 103");

        assertThat(play.runtime.hooks().failures()).isEqualTo(1);
    }

    @Test
    void anInterimResponseWaitsForNoClientThatHasLeft() {
        Playbook play = new Playbook(request("GET", "/"), later(Hook.INTERIM, interimVerdict));
        play.in(begin(), requestEnd(), ready(), interim(103), responseHead(200))
                .wire
                .take();

        play.in(clientGone()).out("abort upstream");

        assertThat(interimVerdict).isCancelled();
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }
}
