package dev.steno.exchange;

import static dev.steno.exchange.Playbook.answer;
import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.holding;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.replace;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.response;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.upstreamFailed;
import static dev.steno.exchange.Playbook.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers take the way of a server's response; bodies of handlers are read as fast as the receiver takes them. */
class AnswerTest {
    private static final HoldTerms TERMS = new HoldTerms("test", 0, HoldTerms.Then.RESUME);

    private static Addon answering(HttpResponse response) {
        return on(Hook.REQUEST_HEAD, (flow, context) -> new Verdict.Answer<>(response));
    }

    private static Addon marking(Hook<HttpFlow> hook) {
        return on(
                hook,
                (flow, context) -> replace(flow.withResponse(
                        flow.response().withHeaders(flow.response().headers().with("Seen", hook.toString())))));
    }

    private static Playbook.Input takes(boolean more) {
        return play -> play.exchange.responseWanted(more);
    }

    private static Body source(ScriptedSource source) {
        return new Body.Source(source);
    }

    // ---- the way of an answer

    @Test
    void anAnswerIsChangedByTheHooksOfResponsesAndKeptInTheOriginal() {
        Playbook play = new Playbook(
                request("GET", "/"),
                answering(response(200).withBody(Playbook.body("mock"))),
                marking(Hook.RESPONSE_HEAD));

        play.in(begin())
                .out(
                        "read request",
                        "< 200 {Content-Length: 4, Seen: RESPONSE_HEAD}",
                        "read response",
                        "<< mock",
                        "< end",
                        "done");
        assertThat(play.flow().original().response().headers().contains("Seen")).isFalse();
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("mock");
    }

    @Test
    void anAnswerIsShownWholeToAHandlerThatWantsItsBody() {
        Playbook play = new Playbook(
                request("GET", "/"),
                answering(response(200).withBody(source(new ScriptedSource(-1, "mo", "ck")))),
                wanting(Hook.RESPONSE_HEAD, 100),
                on(
                        Hook.RESPONSE,
                        (flow, context) -> replace(flow.withResponse(flow.response()
                                .withBody(Playbook.body(
                                        play(flow.response().body()).toUpperCase(java.util.Locale.ROOT)))))));

        play.in(begin()).out("read request", "read response");
        play.in(takes(true)).out("< 200 {Content-Length: 4}", "<< MOCK", "read response", "< end", "done");
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("mock");
    }

    private static String play(Body body) {
        return new String(((Body.Inline) body).bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void laterHandlersOfTheRequestAreSkipped() {
        List<String> seen = new ArrayList<>();
        Playbook play = new Playbook(
                request("GET", "/"),
                answering(response(204)),
                on(Hook.REQUEST_HEAD, (flow, context) -> {
                    seen.add("head");
                    return Verdict.pass();
                }),
                on(Hook.REQUEST, (flow, context) -> {
                    seen.add("whole");
                    return Verdict.pass();
                }));

        play.in(begin(), requestEnd());
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(seen).isEmpty();
    }

    @Test
    void theNotesNameWhoAnswered() {
        Addon named = new Addon() {
            @Override
            public String name() {
                return "mocks";
            }

            @Override
            public void register(dev.steno.addon.Registrar registrar) {
                registrar.on(
                        Hook.REQUEST_HEAD,
                        Phase.DECIDE,
                        (flow, context) -> flow.request().path().equals("/rule")
                                ? new Verdict.Answer<>(response(200), "rule 1")
                                : new Verdict.Answer<>(response(200)));
            }
        };
        assertThat(new Playbook(request("GET", "/"), named)
                        .in(begin())
                        .flow()
                        .notes()
                        .metadata())
                .containsEntry(Notes.ANSWERED_BY, "mocks");
        assertThat(new Playbook(request("GET", "/rule"), named)
                        .in(begin())
                        .flow()
                        .notes()
                        .metadata())
                .containsEntry(Notes.ANSWERED_BY, "rule 1");
    }

    @Test
    void anAnswerOfAPersonToAHeldRequestIsHeldAsAResponse() {
        Playbook play = new Playbook(
                request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS), holding(Hook.RESPONSE_HEAD, TERMS));
        play.in(begin(), requestEnd()).wire.take();

        play.in(play.acting(flow -> flow.answer(response(418).withBody(Playbook.body("tea")), "ada")));
        assertThat(play.flow().held()).isNotNull();
        assertThat(play.flow().notes().metadata()).containsEntry(Notes.ANSWERED_BY, "ada");
        play.out("read request", "hold response");

        play.in(play.acting(flow -> flow.resume("ada")))
                .out("< 418 {Content-Length: 3}", "<< tea", "read response", "< end", "done");
        assertThat(play.outcomes).containsExactly("done", "done");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 103})
    void anAnswerThatIsNotFinalIsRefused(int status) {
        Playbook play = new Playbook(request("GET", "/"), on(Hook.REQUEST_HEAD, (flow, context) -> answer(status, "")));
        play.in(begin()).out("connect origin.test:80", "hold request");
        assertThat(play.runtime.hooks().failures()).isEqualTo(1);

        Playbook held = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));
        held.in(begin(), held.acting(flow -> flow.answer(response(status), "ada")));
        assertThat(held.outcomes.get(0)).contains("status " + status);
        assertThat(held.flow().held()).isNotNull();
    }

    // ---- bodies that are read while they are sent

    @Test
    void aSourceIsReadOnlyWhileTheClientTakesMore() {
        ScriptedSource pieces = new ScriptedSource(6, "one", "two");
        Playbook play =
                new Playbook(request("GET", "/"), answering(response(200).withBody(source(pieces))));

        play.in(begin()).out("read request", "< 200 {Content-Length: 6}", "read response");
        assertThat(pieces.asked).isZero();
        play.in(running -> {
                    takes(true).accept(running);
                    takes(false).accept(running);
                })
                .out("<< one");
        assertThat(pieces.asked).isEqualTo(1);
        play.in(takes(true)).out("<< two", "< end", "done");
        assertThat(pieces.closed).isTrue();
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("onetwo");
    }

    @Test
    void trailersFollowABodyThatHasNoContentLength() {
        HttpResponse answer = new HttpResponse(
                "HTTP/2.0",
                200,
                "",
                Headers.of("Content-Length", "9", "A", "1"),
                Headers.of("grpc-status", "0"),
                Playbook.body("message"),
                0,
                0);
        Playbook play = new Playbook(request("POST", "/"), answering(answer));

        play.in(begin())
                .out("read request", "< 200 {A: 1}", "read response", "<< message", "< end {grpc-status: 0}", "done");
        assertThat(play.flow().response().trailers()).isEqualTo(Headers.of("grpc-status", "0"));
    }

    @Test
    void aBodyOfUnknownLengthHasNoContentLength() {
        Playbook play = new Playbook(
                request("GET", "/"),
                answering(response(200, "Content-Length", "5").withBody(source(new ScriptedSource(-1, "a", "b")))));

        play.in(begin(), takes(true)).out("read request", "< 200", "read response", "<< a", "<< b", "< end", "done");
    }

    @Test
    void anAnswerToHeadHasTheLengthOfItsBodyAndDoesNotReadIt() {
        ScriptedSource pieces = new ScriptedSource(6, "one", "two");
        Playbook play =
                new Playbook(request("HEAD", "/"), answering(response(200).withBody(source(pieces))));

        play.in(begin()).out("read request", "< 200 {Content-Length: 6}", "read response", "< end", "done");
        assertThat(pieces.asked).isZero();
    }

    @Test
    void aSourceThatEndsEarlyFailsTheExchange() {
        ScriptedSource pieces = new ScriptedSource(9, "one", "two");
        Playbook play =
                new Playbook(request("GET", "/"), answering(response(200).withBody(source(pieces))));

        play.in(begin(), takes(true))
                .out(
                        "read request",
                        "< 200 {Content-Length: 9}",
                        "read response",
                        "<< one",
                        "<< two",
                        "abort upstream",
                        "abort client");
        assertThat(play.flow().error().step()).isEqualTo(FlowError.Step.ADDON);
        assertThat(play.flow().error().message()).contains("ended after 6 of 9 bytes");
        assertThat(play.flow().response().body().trueSize()).isEqualTo(6);
        assertThat(pieces.closed).isTrue();
    }

    @Test
    void aSourceThatFailsBeforeTheHeadIsSentGivesAnErrorPage() {
        ScriptedSource pieces = new ScriptedSource(9, "!");
        Playbook play = new Playbook(
                request("GET", "/"),
                answering(response(200).withBody(source(pieces))),
                wanting(Hook.RESPONSE_HEAD, 100));

        play.in(begin(), takes(true));
        assertThat(play.wire.take()).anyMatch(call -> call.startsWith("< 502")).endsWith("done");
        assertThat(play.flow().error().message()).contains("a fault made on purpose");
    }

    @Test
    void aClientThatLeavesClosesTheSource() {
        ScriptedSource pieces = new ScriptedSource(6, "one", "two");
        Playbook play =
                new Playbook(request("GET", "/"), answering(response(200).withBody(source(pieces))));
        play.in(begin(), clientGone());
        assertThat(pieces.closed).isTrue();
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
    }

    // ---- replacements

    private static Addon replacingResponse(Hook<HttpFlow> hook, Body body) {
        return on(
                hook,
                (flow, context) -> replace(flow.withResponse(flow.response().withBody(body))));
    }

    @Test
    void aSourceReplacesTheBodyOfAResponseThatIsStillArriving() {
        Playbook play = new Playbook(
                request("GET", "/"), replacingResponse(Hook.RESPONSE_HEAD, source(new ScriptedSource(3, "new"))));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(responseHead(200, "Content-Length", "100"), takes(true))
                .out("abort upstream", "< 200 {Content-Length: 3}", "read response", "<< new", "< end", "done");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("new");
        assertThat(play.flow().original().response().headers().get("Content-Length"))
                .isEqualTo("100");
    }

    @Test
    void aServerThatLeavesMeanwhileDoesNotDisturbIt() {
        Playbook play = new Playbook(
                request("GET", "/"),
                wanting(Hook.RESPONSE_HEAD, 100),
                replacingResponse(Hook.RESPONSE, source(new ScriptedSource(3, "new"))));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("old"), responseEnd())
                .wire
                .take();

        play.in(upstreamFailed(), takes(true)).out("<< new", "< end", "done");
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("old");
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aSourceReplacesTheBodyOfARequest() {
        Playbook play = new Playbook(
                request("POST", "/", "Content-Length", "3"),
                on(
                        Hook.REQUEST_HEAD,
                        (flow, context) -> replace(
                                flow.withRequest(flow.request().withBody(source(new ScriptedSource(5, "other")))))));

        play.in(begin(), requestData("old"), requestEnd()).out("connect origin.test:80", "hold request");
        play.in(ready()).out("> POST / {Content-Length: 5}", "read request");
        play.in(running -> running.exchange.requestWanted(true)).out(">> other", "> end");
        play.in(responseHead(204), responseEnd());
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("other");
        assertThat(play.flow().original().request().headers().get("Content-Length"))
                .isEqualTo("3");
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aHeldResponseMayHaveASourceAsItsBody() {
        Playbook play = new Playbook(
                request("GET", "/"),
                wanting(Hook.RESPONSE_HEAD, 100),
                replacingResponse(Hook.RESPONSE, source(new ScriptedSource(3, "new"))),
                holding(Hook.RESPONSE, TERMS));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("old"), responseEnd())
                .wire
                .take();

        play.in(play.acting(flow -> flow.resume("ada")), takes(true));
        assertThat(play.wire.take()).contains("<< new").endsWith("done");
    }

    @Test
    void aBodyThatCannotBeSentIsCountedAndTheRestOfTheChangeApplies() {
        for (Body body : List.of(Playbook.body("x"), new Body.Stored(7, 9, 9, true))) {
            Playbook play = new Playbook(
                    request("GET", "/"),
                    on(
                            Hook.RESPONSE_HEAD,
                            (flow, context) -> replace(flow.withResponse(
                                    flow.response().withBody(body).withStatus(201, "")))));
            play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("old"), responseEnd());

            assertThat(play.wire.take()).contains("< 201", "<< old", "done");
            assertThat(play.runtime.hooks().failures()).isEqualTo(1);
        }
    }

    @Test
    void aChangeThatComesTooLateIsCounted() {
        Playbook play = new Playbook(request("GET", "/"), marking(Hook.RESPONSE));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("old"), responseEnd());
        assertThat(play.runtime.hooks().failures()).isEqualTo(1);
        assertThat(play.flow().response().headers().contains("Seen")).isFalse();
    }
}
