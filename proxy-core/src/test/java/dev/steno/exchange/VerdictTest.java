package dev.steno.exchange;

import static dev.steno.exchange.Playbook.answer;
import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.drop;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that answer in the server's place, drop the exchange, or fail. */
class VerdictTest {

    @Test
    void anAnswerAtTheRequestsHeadKeepsItFromTheServer() {
        Playbook play = new Playbook(
                request("POST", "/"), on(Hook.REQUEST_HEAD, (flow, context) -> answer(403, "no", "A", "1")));

        play.in(begin())
                .out("read request", "< 403 {A: 1, Content-Length: 2}", "read response", "<< no", "< end", "done")
                .told("opened 1", "changed 2", "closed 3 complete");
        play.in(requestData("ignored"), requestEnd()).out();

        assertThat(play.flow().response().status()).isEqualTo(403);
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("no");
        assertThat(play.flow().server()).isNull();
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void anAnswerToHeadHasNoBody() {
        Playbook play = new Playbook(
                request("HEAD", "/"),
                on(Hook.REQUEST_HEAD, (flow, context) -> answer(200, "body", "Content-Length", "4")));

        play.in(begin()).out("read request", "< 200 {Content-Length: 4}", "read response", "< end", "done");
        assertThat(play.flow().response().body()).isEqualTo(Body.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerWhoseStatusAllowsNoBodyHasNone(int status) {
        Playbook play =
                new Playbook(request("GET", "/"), on(Hook.REQUEST_HEAD, (flow, context) -> answer(status, "body")));

        play.in(begin()).out("read request", "< " + status, "read response", "< end", "done");
    }

    @Test
    void anAnswerTakenFromARecordIsFramedAnew() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.REQUEST_HEAD,
                        (flow, context) ->
                                answer(200, "body", "Transfer-Encoding", "chunked", "Connection", "close", "A", "1")));

        play.in(begin())
                .out("read request", "< 200 {A: 1, Content-Length: 4}", "read response", "<< body", "< end", "done");
    }

    @Test
    void anAnswerWithAStoredBodyIsAFailureOfItsHandler() {
        List<String> passed = new ArrayList<>();
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.REQUEST_HEAD,
                        (flow, context) ->
                                new Verdict.Answer<>(Playbook.response(200).withBody(new Body.Stored(1, 9, 9, true)))));

        play.in(begin()).out("connect origin.test:80", "hold request");
    }

    @Test
    void anAnswerToAWholeRequestKeepsItFromTheServer() {
        Playbook play = new Playbook(
                request("POST", "/"),
                wanting(Hook.REQUEST_HEAD, 100),
                on(Hook.REQUEST, (flow, context) -> answer(200, "ok")));

        play.in(begin(), requestData("body"), requestEnd())
                .out(
                        "read request",
                        "read request",
                        "< 200 {Content-Length: 2}",
                        "read response",
                        "<< ok",
                        "< end",
                        "done");
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("body");
    }

    @Test
    void anAnswerInPlaceOfAResponseEndsTheServersAndKeepsItInTheOriginal() {
        Playbook play =
                new Playbook(request("GET", "/"), on(Hook.RESPONSE_HEAD, (flow, context) -> answer(503, "shut")));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(responseHead(200, "A", "1"))
                .out(
                        "read request",
                        "abort upstream",
                        "< 503 {Content-Length: 4}",
                        "read response",
                        "<< shut",
                        "< end",
                        "done");
        play.in(responseData("late")).out();

        assertThat(play.flow().response().status()).isEqualTo(503);
        assertThat(play.flow().original().response().status()).isEqualTo(200);
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void anAnswerInPlaceOfAWholeResponseLeavesTheServersConnectionAlone() {
        Playbook play = new Playbook(
                request("GET", "/"),
                wanting(Hook.RESPONSE_HEAD, 100),
                on(Hook.RESPONSE, (flow, context) -> answer(418, "tea")));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(responseHead(200), responseData("coffee"), responseEnd())
                .out(
                        "read response",
                        "read request",
                        "< 418 {Content-Length: 3}",
                        "read response",
                        "<< tea",
                        "< end",
                        "done");
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("coffee");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("tea");
    }

    private static final List<Hook<HttpFlow>> HOOKS =
            List.of(Hook.REQUEST_HEAD, Hook.REQUEST, Hook.RESPONSE_HEAD, Hook.RESPONSE);

    private static Playbook played(Addon... addons) {
        Playbook play = new Playbook(request("POST", "/"), addons);
        Playbook.Input[] whole = {
            begin(), requestData("up"), requestEnd(), ready(), responseHead(200), responseData("down"), responseEnd()
        };
        for (Playbook.Input input : whole) {
            if (!play.exchange.isClosed()) {
                play.in(input);
            }
        }
        return play;
    }

    @Test
    void aDropAtAnyHookEndsTheExchangeWithItsReason() {
        for (Hook<HttpFlow> hook : HOOKS) {
            Playbook play = played(
                    wanting(Hook.REQUEST_HEAD, 100),
                    wanting(Hook.RESPONSE_HEAD, 100),
                    on(hook, (flow, context) -> drop("blocked at " + hook)));

            assertThat(play.wire.take())
                    .as("at %s", hook)
                    .endsWith("abort upstream", "abort client")
                    .doesNotContain("done");
            assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
            assertThat(play.flow().error().message()).isEqualTo("blocked at " + hook);
            assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.ADDON);
        }
    }

    @Test
    void aHandlerThatThrowsAtAnyHookIsSkipped() {
        for (Hook<HttpFlow> hook : HOOKS) {
            Playbook play = played(
                    wanting(Hook.REQUEST_HEAD, 100), wanting(Hook.RESPONSE_HEAD, 100), on(hook, (flow, context) -> {
                        throw new IllegalStateException("a fault made on purpose");
                    }));

            assertThat(play.wire.take())
                    .as("at %s", hook)
                    .contains(">> up", "<< down")
                    .endsWith("done");
            assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        }
    }

    @Test
    void aHandlerThatThrowsDropsTheExchangeIfItIsFailClosed() {
        for (Hook<HttpFlow> hook : HOOKS) {
            Playbook play = played(wanting(Hook.REQUEST_HEAD, 100), wanting(Hook.RESPONSE_HEAD, 100), registrar -> {
                registrar.failClosed();
                registrar.on(hook, Phase.DECIDE, (flow, context) -> {
                    throw new IllegalStateException("a fault made on purpose");
                });
            });

            assertThat(play.wire.take()).as("at %s", hook).endsWith("abort upstream", "abort client");
            assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.ADDON);
        }
    }

    @Test
    void aFailureIsShownToTheErrorHookOnce() {
        List<HttpFlow> failed = new ArrayList<>();
        Addon watching = on(Hook.ERROR, (flow, context) -> {
            failed.add(flow);
            return Verdict.pass();
        });

        Playbook play = played(watching, on(Hook.RESPONSE_HEAD, (flow, context) -> drop("no")));
        assertThat(failed).containsExactly(play.flow());

        played(watching);
        assertThat(failed).as("no call for a flow without a failure").hasSize(1);
    }
}
