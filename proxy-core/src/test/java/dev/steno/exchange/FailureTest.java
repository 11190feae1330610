package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestBroken;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.stale;
import static dev.steno.exchange.Playbook.upstreamFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break at every possible point of an exchange. */
class FailureTest {

    private static Playbook.Input failed(int status) {
        return play -> play.exchange.upstreamFailed(
                new FlowError(FlowError.Step.CONNECT, "no <way> to the server", 1), status, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void aServerThatCannotBeReachedLeadsToAPage(int status) {
        Playbook play = new Playbook(request("POST", "/"));

        play.in(begin(), requestData("waiting"), failed(status));

        List<String> calls = play.wire.take();
        assertThat(calls.get(2)).isEqualTo("abort upstream");
        assertThat(calls.get(3)).startsWith("< " + status + " {Content-Type: text/html");
        assertThat(calls.get(4)).startsWith("<< <!doctype html>").contains("no &lt;way&gt; to the server");
        assertThat(calls.subList(5, calls.size())).containsExactly("< end", "read request", "done");
        assertThat(play.flow().response()).as("no server sent a response").isNull();
        assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.CONNECT);
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("waiting");
        play.told("opened 1", "closed 2 failed");
    }

    @Test
    void aPageInAnswerToHeadHasNoBody() {
        Playbook play = new Playbook(request("HEAD", "/"));

        play.in(begin(), requestEnd(), failed(502));

        assertThat(play.wire.take()).noneMatch(call -> call.startsWith("<<")).endsWith("< end", "read request", "done");
    }

    @Test
    void aConnectionThatBreaksWithinTheResponseEndsTheExchange() {
        Playbook play = new Playbook(request("GET", "/"));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("part"))
                .wire
                .take();

        play.in(upstreamFailed()).out("abort upstream", "abort client");

        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("part");
    }

    @Test
    void aConnectionThatBreaksBeforeTheResponseLeadsToAPage() {
        Playbook play = new Playbook(request("POST", "/"));
        play.in(begin(), ready(), requestData("x")).wire.take();

        play.in(upstreamFailed());

        assertThat(play.wire.take())
                .startsWith("abort upstream")
                .anyMatch(call -> call.startsWith("< 502"))
                .endsWith("< end", "read request", "done");
        play.in(requestData("late"), requestEnd()).out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void aStaleConnectionIsReplacedOnceForARequestThatMayBeRepeated(String method) {
        List<String> seen = new ArrayList<>();
        Playbook play = new Playbook(request(method, "/"), on(Hook.REQUEST, (flow, context) -> {
            seen.add(flow.request().method());
            return Verdict.pass();
        }));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(stale()).out("abort upstream", "connect origin.test:80 fresh");
        play.in(ready()).out("> " + method + " /", "read request", "> end");
        assertThat(seen).as("the hook was run once").hasSize(1);

        play.in(stale());
        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 502"));
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aStaleConnectionIsNotReplacedForARequestThatMustNotBeRepeated() {
        Playbook play = new Playbook(request("POST", "/"));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(stale());

        assertThat(play.wire.take())
                .noneMatch(call -> call.startsWith("connect"))
                .endsWith("done");
    }

    @Test
    void aSmallBodyIsSentOnceMoreWithItsRequest() {
        Playbook play = new Playbook(request("PUT", "/"));
        play.in(begin(), ready(), requestData("x"), requestData("y")).wire.take();

        play.in(stale()).out("abort upstream", "connect origin.test:80 fresh", "hold request");
        play.in(ready());
        assertThat(play.wire.take()).startsWith("> PUT /", ">> xy");
        play.in(requestData("z"), requestEnd());
        assertThat(play.wire.take()).containsSubsequence(">> z", "> end");
    }

    @Test
    void aStaleConnectionIsNotReplacedOnceMoreOfTheBodyWasSentThanIsKept() {
        Playbook play = new Playbook(request("PUT", "/"));
        play.in(begin(), ready(), requestData("x".repeat(Body.Inline.LIMIT + 1)))
                .wire
                .take();

        play.in(stale());

        assertThat(play.wire.take())
                .noneMatch(call -> call.startsWith("connect"))
                .endsWith("done");
    }

    @Test
    void aWireThatFindsItsConnectionStaleWhileItSendsIsAskedForAnother() {
        Playbook play = new Playbook(request("GET", "/"));
        int[] heads = new int[1];
        play.wire.onCall(call -> {
            if (call.startsWith("> GET") && heads[0]++ == 0) {
                stale().accept(play);
            } else if (call.endsWith("fresh")) {
                ready().accept(play);
            }
        });

        play.in(begin(), requestEnd(), ready())
                .out(
                        "connect origin.test:80",
                        "hold request",
                        "> GET /",
                        "abort upstream",
                        "connect origin.test:80 fresh",
                        "> GET /",
                        "read request",
                        "> end",
                        "read request");
    }

    @Test
    void aRequestThatCannotBeReadIsAnsweredWithoutBeginning() {
        Playbook play = new Playbook(request("GET", "/"));

        play.in(requestBroken());

        assertThat(play.wire.take())
                .startsWith("abort upstream")
                .anyMatch(call -> call.startsWith("< 400"))
                .endsWith("< end", "read request", "done");
        play.told("opened 1", "closed 2 failed")
                .in(requestData("rest"), requestEnd())
                .out();
    }

    @Test
    void aRequestThatBreaksOffInItsBodyIsAnsweredWhereNothingElseWas() {
        Playbook play = new Playbook(request("POST", "/"));
        play.in(begin(), ready(), requestData("part")).wire.take();

        play.in(requestBroken());

        assertThat(play.wire.take()).startsWith("abort upstream").anyMatch(call -> call.startsWith("< 400"));
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("part");
        assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.REQUEST);
    }

    @Test
    void aRequestThatBreaksOffWhileItsResponsePassesEndsBoth() {
        Playbook play = new Playbook(request("POST", "/"));
        play.in(begin(), ready(), requestData("part"), responseHead(200), responseData("x"))
                .wire
                .take();

        play.in(requestBroken()).out("abort upstream", "abort client");
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aClientThatLeavesAtAnyStageEndsTheFlowOnce() {
        Playbook.Input[] whole = {
            begin(), requestData("a"), ready(), requestData("b"), responseHead(200), requestEnd(), responseData("c")
        };
        for (int stage = 0; stage <= whole.length; stage++) {
            Playbook play = new Playbook(request("POST", "/"));
            play.in(Arrays.copyOf(whole, stage)).wire.take();

            play.in(clientGone()).out("abort upstream");

            assertThat(play.flow().state()).as("after %d steps", stage).isEqualTo(FlowState.FAILED);
            assertThat(play.flow().error().message()).isEqualTo("the client left");
            play.in(
                            clientGone(),
                            requestData("late"),
                            responseData("late"),
                            responseEnd(),
                            upstreamFailed(),
                            requestBroken())
                    .out();
        }
    }

    @Test
    void aClientThatLeavesAfterItsWholeResponseHasNotFailed() {
        Playbook play = new Playbook(request("POST", "/"));
        play.in(begin(), ready(), requestData("part"), responseHead(200), responseEnd())
                .wire
                .take();

        play.in(clientGone()).out("abort upstream");

        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("part");
    }

    @Test
    void aClientThatTurnsOutToBeGoneWhileItIsSentToGetsNothingMore() {
        Playbook play = new Playbook(request("GET", "/"));
        play.wire.onCall(call -> {
            if (call.equals("< 200") || call.startsWith("< 502")) {
                play.exchange.clientGone(Playbook.error(FlowError.Step.RELAY, "gone"));
            }
        });

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("x"));

        assertThat(play.wire.take()).endsWith("< 200", "abort upstream");
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    @Test
    void aClientThatTurnsOutToBeGoneWhileItIsGivenAPageGetsNothingMore() {
        Playbook play = new Playbook(request("GET", "/"));
        play.wire.onCall(call -> {
            if (call.startsWith("< 502")) {
                play.exchange.clientGone(Playbook.error(FlowError.Step.RELAY, "gone"));
            }
        });

        play.in(begin(), requestEnd(), failed(502));

        assertThat(play.wire.take().get(4)).isEqualTo("abort upstream");
        assertThat(play.flow().error().message()).as("the cause of the end").isEqualTo("gone");
    }

    @Test
    void nothingIsRecordedOfAResponseToARequestThatNeverGotOne() {
        Playbook play = new Playbook(request("GET", "/"));

        play.in(begin(), requestEnd(), clientGone());

        assertThat(play.flow().response()).isNull();
        assertThat(play.flow().request().body()).isEqualTo(Body.NONE);
    }
}
