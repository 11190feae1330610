package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.interim;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.upstreamFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import org.junit.jupiter.api.Test;

/** Without handlers, all data is forwarded in order and recorded. */
class PlainExchangeTest {

    @Test
    void aRequestAndItsResponsePassAndAreToldThreeTimes() {
        Playbook play = new Playbook(request("GET", "/a", "Host", "origin.test"));

        play.in(begin(), requestEnd())
                .out("connect origin.test:80", "hold request")
                .in(ready())
                .out("> GET /a {Host: origin.test}", "read request", "> end")
                .in(responseHead(200, "Content-Length", "2"))
                .out("< 200 {Content-Length: 2}", "read response")
                .in(responseData("hi"))
                .out("<< hi")
                .in(responseEnd())
                .out("< end", "done")
                .told("opened 1", "changed 2", "closed 3 complete");

        assertThat(play.flow().server().address().host()).isEqualTo("origin.test");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("hi");
        assertThat(play.flow().request().body()).isEqualTo(Body.NONE);
        assertThat(play.flow().original()).isNull();
        assertThat(play.flow().error()).isNull();
        assertThat(play.flow().duration()).isNotNegative();
        assertThat(Times.isSet(play.flow().request().ended())).isTrue();
        assertThat(Times.isSet(play.flow().response().ended())).isTrue();
    }

    @Test
    void aRequestThatIsWholeBeforeItIsConnectedIsNotHeld() {
        Playbook play = new Playbook(request("GET", "/"));
        play.wire.onCall(call -> {
            if (call.startsWith("connect")) {
                play.exchange.upstreamReady(Playbook.peer("origin.test", 80));
            }
        });

        play.in(begin(), requestEnd()).out("connect origin.test:80", "> GET /", "read request", "> end");
    }

    @Test
    void bothBodiesStreamInOrderThroughEachOther() {
        Playbook play = new Playbook(request("POST", "/up"));

        play.in(begin(), ready()).in(requestData("a"), responseHead(200), requestData("b"), responseData("A"));
        play.in(requestData("c"), responseData("B"), requestEnd(), responseEnd())
                .out(
                        "connect origin.test:80",
                        "hold request",
                        "> POST /up",
                        "read request",
                        ">> a",
                        "< 200",
                        "read response",
                        ">> b",
                        "<< A",
                        ">> c",
                        "<< B",
                        "> end",
                        "< end",
                        "done");

        assertThat(play.recorded(play.flow().request().body())).isEqualTo("abc");
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("AB");
    }

    @Test
    void whatArrivesWhileConnectingWaitsInOrder() {
        Playbook play = new Playbook(request("POST", "/up"));

        play.in(begin(), requestData("1"), requestData("2"), requestEnd())
                .out("connect origin.test:80", "hold request")
                .in(ready())
                .out("> POST /up", ">> 1", ">> 2", "read request", "> end");
        assertThat(play.exchange.isStreamingRequest()).isTrue();
    }

    @Test
    void trailersPassOnBothSidesAndAreRecorded() {
        Playbook play = new Playbook(request("POST", "/t"));
        Headers sent = Headers.of("Checksum", "1");
        Headers received = Headers.of("Checksum", "2");

        play.in(begin(), ready(), requestData("x"), requestEnd(sent), responseHead(200), responseEnd(received));

        assertThat(play.wire.take()).contains("> end {Checksum: 1}", "< end {Checksum: 2}");
        assertThat(play.flow().request().trailers()).isEqualTo(sent);
        assertThat(play.flow().response().trailers()).isEqualTo(received);
    }

    @Test
    void interimResponsesPassAndAreRecordedBeforeTheFinalOne() {
        Playbook play = new Playbook(request("GET", "/"));

        play.in(begin(), requestEnd(), ready(), interim(103), interim(102), responseHead(200), responseEnd());

        assertThat(play.wire.take()).containsSubsequence("< interim 103", "< interim 102", "< 200");
        assertThat(play.flow().interim()).extracting(HttpResponse::status).containsExactly(103, 102);
    }

    @Test
    void anInterimResponseAfterTheFinalOneIsDropped() {
        Playbook play = new Playbook(request("GET", "/"));

        play.in(begin(), requestEnd(), ready(), responseHead(200), interim(103), responseEnd());

        assertThat(play.wire.take()).doesNotContain("< interim 103");
        assertThat(play.flow().interim()).isEmpty();
    }

    @Test
    void hopByHopFieldsAreRecordedAndNotForwarded() {
        Playbook play = new Playbook(request("GET", "/", "Connection", "close", "A", "1"));

        play.in(begin(), requestEnd(), ready(), responseHead(200, "Keep-Alive", "timeout=5", "B", "2"), responseEnd());

        assertThat(play.wire.take()).contains("> GET / {A: 1}", "< 200 {B: 2}");
        assertThat(play.flow().request().headers().contains("Connection")).isTrue();
        assertThat(play.flow().response().headers().contains("Keep-Alive")).isTrue();
    }

    @Test
    void aResponseThatEndsBeforeTheRequestWaitsForItsEnd() {
        Playbook play = new Playbook(request("POST", "/up"));

        play.in(begin(), ready(), requestData("1"), responseHead(200), responseEnd());
        assertThat(play.exchange.isClosed()).isFalse();
        play.wire.take();

        play.in(requestData("2"), requestEnd()).out(">> 2", "> end", "done");
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aServerThatAnsweredAndClosedBeforeTheRequestsEndLeavesACompleteFlow() {
        Playbook play = new Playbook(request("POST", "/up"));

        play.in(begin(), ready(), requestData("1"), responseHead(413), responseEnd());
        play.wire.take();

        play.in(upstreamFailed()).out("done").in(requestData("2"), requestEnd()).out();
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.flow().response().status()).isEqualTo(413);
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("1");
    }

    @Test
    void aLargeBodyIsNamedByTheFlowWhenItGoesToTheStore() {
        Playbook play = new Playbook(request("POST", "/up"));
        String piece = "x".repeat(10_000);

        play.in(begin(), ready(), requestData(piece)).told("opened 1");
        play.in(requestData(piece)).told("opened 1", "changed 2");
        assertThat(play.flow().request().body())
                .isInstanceOfSatisfying(
                        Body.Stored.class, body -> assertThat(body.complete()).isFalse());

        play.in(requestEnd(), responseHead(200), responseData(piece), responseData(piece));
        play.in(clientGone()).told("opened 1", "changed 2", "changed 3", "changed 4", "closed 5 failed");
        assertThat(play.flow().request().body()).isEqualTo(new Body.Stored(1, 20_000, 20_000, true));
        assertThat(play.flow().response().body()).isEqualTo(new Body.Stored(2, 20_000, 20_000, false));
        assertThat(play.recorded(play.flow().request().body())).isEqualTo(piece + piece);
    }
}
