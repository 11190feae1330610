package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.body;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.on;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.replace;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.seeing;
import static dev.steno.exchange.Playbook.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Handlers that request a whole body, change it, or see it after it was forwarded. */
class BufferedBodyTest {
    private final List<Body> seen = new ArrayList<>();

    private static Addon editingRequest(String text) {
        return on(
                Hook.REQUEST,
                (flow, context) -> replace(flow.withRequest(flow.request().withBody(body(text)))));
    }

    private static Addon editingResponse(Body next) {
        return on(
                Hook.RESPONSE,
                (flow, context) -> replace(flow.withResponse(flow.response().withBody(next))));
    }

    @Test
    void aWantedRequestBodyIsShownWholeBeforeAnythingGoesUpstream() {
        Playbook play = new Playbook(request("POST", "/"), wanting(Hook.REQUEST_HEAD, 100), seeing(Hook.REQUEST, seen));

        play.in(begin(), requestData("ab"), requestData("cd")).out("read request");
        assertThat(seen).isEmpty();
        play.in(requestEnd()).out("connect origin.test:80");
        assertThat(seen).containsExactly(body("abcd"));
        play.in(ready()).out("> POST /", ">> abcd", "read request", "> end");
        assertThat(seen).as("the body is shown once").hasSize(1);
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void aReplacedRequestBodyIsSentAndRecordedWithItsLengthAndTheOriginalKept() {
        Playbook play = new Playbook(
                request("POST", "/", "Content-Length", "4", "A", "1"),
                wanting(Hook.REQUEST_HEAD, 100),
                editingRequest("edited"));

        play.in(begin(), requestData("sent"), requestEnd(), ready(), responseHead(200), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("> POST / {Content-Length: 6, A: 1}", ">> edited", "> end");
        HttpFlow flow = play.flow();
        assertThat(play.recorded(flow.request().body())).isEqualTo("edited");
        assertThat(flow.request().headers().get("Content-Length")).isEqualTo("6");
        assertThat(play.recorded(flow.original().request().body())).isEqualTo("sent");
        assertThat(flow.original().request().headers().get("Content-Length")).isEqualTo("4");
        assertThat(flow.original().response().status()).isEqualTo(200);
    }

    @Test
    void aChunkedMessageStaysChunkedAndKeepsItsTrailers() {
        Playbook play = new Playbook(
                request("POST", "/", "Transfer-Encoding", "chunked", "A", "1"),
                wanting(Hook.REQUEST_HEAD, 100),
                editingRequest("edited"));

        play.in(begin(), requestData("sent"), requestEnd(Headers.of("T", "1")), ready());

        assertThat(play.wire.take()).containsSubsequence("> POST / {A: 1}", ">> edited", "> end {T: 1}");
        assertThat(play.flow().request().headers()).isEqualTo(Headers.of("Transfer-Encoding", "chunked", "A", "1"));
    }

    @Test
    void theOriginalIsKeptOnceHoweverManyEdit() {
        Playbook play = new Playbook(
                request("POST", "/", "A", "0"),
                on(Hook.REQUEST_HEAD, (flow, context) -> {
                    context.wantBody(100);
                    return replace(flow.withRequest(flow.request().withHeaders(Headers.of("A", "1"))));
                }),
                editingRequest("edited"),
                on(
                        Hook.RESPONSE_HEAD,
                        (flow, context) ->
                                replace(flow.withResponse(flow.response().withHeaders(Headers.of("B", "1"))))));

        play.in(begin(), requestData("sent"), requestEnd(), ready(), responseHead(200, "B", "0"))
                .in(responseData("received"), responseEnd());

        HttpFlow original = play.flow().original();
        assertThat(original.request().headers()).isEqualTo(Headers.of("A", "0"));
        assertThat(play.recorded(original.request().body())).isEqualTo("sent");
        assertThat(original.response().headers()).isEqualTo(Headers.of("B", "0"));
        assertThat(play.recorded(original.response().body())).isEqualTo("received");
        assertThat(original.original()).isNull();
        assertThat(play.flow().response().headers()).isEqualTo(Headers.of("B", "1"));
        assertThat(play.wire.take()).contains("> POST / {A: 1, Content-Length: 6}", "< 200 {B: 1}");
    }

    @Test
    void aBodyThatIsReplacedByItsEqualIsNoEdit() {
        Playbook play = new Playbook(request("POST", "/"), wanting(Hook.REQUEST_HEAD, 100), editingRequest("same"));

        play.in(begin(), requestData("sa"), requestData("me"), requestEnd(), ready());

        assertThat(play.wire.take()).containsSubsequence("> POST /", ">> same", "> end");
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void aRequestWithoutBodyIsGivenOne() {
        Playbook play = new Playbook(request("PUT", "/"), wanting(Hook.REQUEST_HEAD, 100), editingRequest("new"));

        play.in(begin(), requestEnd(), ready());

        assertThat(play.wire.take()).containsSubsequence("> PUT / {Content-Length: 3}", ">> new", "> end");
    }

    @Test
    void aBodyAboveTheLimitStreamsAndIsSeenAfterItPassed() {
        Playbook play = new Playbook(request("POST", "/"), wanting(Hook.REQUEST_HEAD, 3), seeing(Hook.REQUEST, seen));

        play.in(begin(), requestData("ab")).out("read request");
        play.in(requestData("cd")).out("connect origin.test:80", "hold request");
        play.in(ready()).out("> POST /", ">> ab", ">> cd", "read request");
        assertThat(seen).isEmpty();
        play.in(requestEnd()).out("> end");
        assertThat(seen).hasSize(1);
        assertThat(play.recorded(seen.get(0))).isEqualTo("abcd");
    }

    @Test
    void aResponseBeforeTheRequestsEndDoesNotSuppressTheRequestsHook() {
        Playbook play = new Playbook(
                request("POST", "/"),
                wanting(Hook.REQUEST_HEAD, 3),
                seeing(Hook.REQUEST, seen),
                wanting(Hook.RESPONSE_HEAD, 100));

        play.in(begin(), requestData("abcd"), ready(), responseHead(200), requestEnd(), responseEnd());

        assertThat(seen).hasSize(1);
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void nothingWaitsForABodyThatHasEnded() {
        Playbook play = new Playbook(
                request("GET", "/"), asking(Hook.REQUEST_HEAD), asking(Hook.RESPONSE_HEAD), seeing(Hook.REQUEST, seen));

        play.in(begin());
        assertThat(play.runtime.timer().toString()).contains("queued tasks = 1");
        play.in(requestEnd()).out("read request", "connect origin.test:80");
        assertThat(play.runtime.timer().toString()).contains("queued tasks = 0");
        play.in(ready(), responseHead(200), responseData("ab"));
        assertThat(play.runtime.timer().toString()).contains("queued tasks = 1");
        play.in(clientGone());
        assertThat(play.runtime.timer().toString()).contains("queued tasks = 0");
    }

    private static Addon asking(Hook<HttpFlow> headHook) {
        return on(headHook, (flow, context) -> {
            context.wantWholeOrHead(100);
            return Verdict.pass();
        });
    }

    @Test
    void aBodyAnnouncedAboveTheLimitIsNotGathered() {
        Playbook play = new Playbook(
                request("POST", "/", "Content-Length", "4", "Expect", "100-continue"), wanting(Hook.REQUEST_HEAD, 3));

        play.in(begin()).out("connect origin.test:80", "hold request");
    }

    @Test
    void aClientThatExpects100ContinueGetsItIfItsBodyIsRequested() {
        Playbook play = new Playbook(
                request("POST", "/", "Expect", "100-continue"),
                wanting(Hook.REQUEST_HEAD, 100),
                seeing(Hook.REQUEST, seen));

        play.in(begin()).out("read request", "< interim 100");
        play.in(requestData("x"), requestEnd()).out("connect origin.test:80");
        assertThat(seen).containsExactly(body("x"));
        assertThat(play.flow().interim()).as("the 100 is not the server's").isEmpty();
    }

    @Test
    void aWantedResponseBodyIsShownWholeBeforeTheClientGetsAnything() {
        Playbook play =
                new Playbook(request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), seeing(Hook.RESPONSE, seen));
        play.in(begin(), requestEnd(), ready()).wire.take();

        play.in(responseHead(200), responseData("ab"), responseData("cd")).out("read response");
        play.in(responseEnd()).out("< 200", "<< abcd", "read response", "< end", "done");
        assertThat(seen).containsExactly(body("abcd"));
    }

    @Test
    void aReplacedResponseBodyIsSentAndRecordedWithItsLengthAndTheOriginalKept() {
        Playbook play =
                new Playbook(request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), editingResponse(body("edited")));

        play.in(begin(), requestEnd(), ready(), responseHead(200, "Content-Length", "8"))
                .in(responseData("received"), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("< 200 {Content-Length: 6}", "<< edited", "< end");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("edited");
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("received");
    }

    @Test
    void aBodyIsRemovedByReplacingItWithNone() {
        Playbook play = new Playbook(request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), editingResponse(Body.NONE));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("received"), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("< 200 {Content-Length: 0}", "read response", "< end");
    }

    @Test
    void aStoredBodyDoesNotReplaceAnother() {
        Playbook play = new Playbook(
                request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), editingResponse(new Body.Stored(7, 1, 1, true)));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("received"), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("< 200", "<< received", "< end");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("received");
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void aResponseToHeadIsGivenNoBody() {
        Playbook play =
                new Playbook(request("HEAD", "/"), wanting(Hook.RESPONSE_HEAD, 100), editingResponse(body("never")));

        play.in(begin(), requestEnd(), ready(), responseHead(200, "Content-Length", "8"), responseEnd());

        assertThat(play.wire.take()).endsWith("< 200 {Content-Length: 8}", "read response", "< end", "done");
        assertThat(play.flow().response().body()).isEqualTo(Body.NONE);
    }

    @Test
    void aResponseThatIsMadeBodilessLosesItsBody() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(Hook.RESPONSE_HEAD, (flow, context) -> replace(flow.withResponse(Playbook.response(204)))));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("received"), responseEnd());

        assertThat(play.wire.take()).endsWith("< 204", "read response", "< end", "done");
        assertThat(play.recorded(play.flow().original().response().body())).isEqualTo("received");
    }

    @Test
    void anEditedTargetIsWhereTheRequestGoes() {
        Playbook play = new Playbook(request("GET", "/"), on(Hook.REQUEST_HEAD, (flow, context) -> {
            HttpRequest sent = flow.request();
            return replace(flow.withRequest(new HttpRequest(
                    sent.method(),
                    "https",
                    "other.test",
                    8443,
                    "/b",
                    sent.version(),
                    sent.headers(),
                    null,
                    sent.body(),
                    sent.started(),
                    sent.ended())));
        }));

        play.in(begin(), requestEnd()).out("connect other.test:8443 tls", "hold request");
        play.in(ready()).out("> GET /b", "read request", "> end");
        assertThat(play.flow().original().request().host()).isEqualTo("origin.test");
    }

    @Test
    void handlersCannotChangeOtherPartsOfAFlow() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.RESPONSE_HEAD,
                        (flow, context) -> replace(new HttpFlow(
                                99,
                                99,
                                FlowState.FAILED,
                                0,
                                0,
                                Playbook.peer("x", 1),
                                null,
                                request("PUT", "/forged"),
                                flow.response(),
                                List.of(),
                                null,
                                flow.notes().withMark("!"),
                                null))));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseEnd())
                .told("opened 1", "changed 2", "closed 3 complete");

        assertThat(play.flow().id()).isEqualTo(1);
        assertThat(play.flow().request().path()).isEqualTo("/");
        assertThat(play.flow().client().address().host()).isEqualTo("client");
        assertThat(play.flow().notes().mark()).isEqualTo("!");
        assertThat(play.flow().original())
                .as("a change of notes is no edit of a message")
                .isNull();
    }

    @Test
    void aHandlerThatSeesAMessageAfterItPassedChangesItsNotesOnly() {
        Playbook play = new Playbook(
                request("GET", "/"),
                on(
                        Hook.RESPONSE,
                        (flow, context) ->
                                replace(flow.withResponse(flow.response().withBody(body("late")))
                                        .withNotes(flow.notes().withComment("seen")))));

        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("x"), responseEnd())
                .told("opened 1", "changed 2", "changed 3", "closed 4 complete");

        assertThat(play.flow().notes().comment()).isEqualTo("seen");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("x");
    }

    @Test
    void aRequestForABodyOfZeroBytesIsIgnored() {
        Playbook play = new Playbook(request("GET", "/"), on(Hook.REQUEST_HEAD, (flow, context) -> {
            context.wantBody(0);
            return Verdict.pass();
        }));

        play.in(begin()).out("connect origin.test:80", "hold request");
    }
}
