package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.body;
import static dev.steno.exchange.Playbook.clientGone;
import static dev.steno.exchange.Playbook.holding;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.request;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.response;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static dev.steno.exchange.Playbook.wanting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.flow.FlowState;
import dev.steno.flow.Hold;
import dev.steno.flow.Times;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that wait for a person: what is published meanwhile, and each way in which a hold ends. */
class HeldMessageTest {
    private static final HoldTerms TERMS = new HoldTerms("~u /login");

    private static Hold only(Playbook play) {
        assertThat(play.flow().holds()).hasSize(1);
        return play.flow().holds().get(0);
    }

    @Test
    void aHeldHeadIsPublishedAndSentOnUnchanged() {
        Playbook play = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));

        play.in(begin()).out("hold request").told("opened 1");
        Hold held = play.flow().held();
        assertThat(held.point()).isEqualTo(Hold.Point.REQUEST_HEAD);
        assertThat(held.why()).isEqualTo("~u /login");
        assertThat(held.deadline()).isEqualTo(Times.UNSET);
        assertThat(play.runtime.inFlight().held()).containsExactly(play.flow().id());

        play.in(play.acting(flow -> flow.resume("ann"))).out("connect origin.test:80", "hold request");
        assertThat(play.flow().held()).isNull();
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.RESUMED);
        assertThat(only(play).by()).isEqualTo("ann");
        assertThat(play.runtime.inFlight().held()).isEmpty();
        assertThat(play.flow().original()).isNull();
        play.in(requestEnd(), ready(), responseHead(204), responseEnd());
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
        assertThat(play.runtime.inFlight().numbers()).isEmpty();
    }

    @Test
    void aHeldBodyIsPublishedAndItsEditSentAndRecorded() {
        Playbook play = new Playbook(
                request("POST", "/", "Content-Length", "4"),
                wanting(Hook.REQUEST_HEAD, 100),
                holding(Hook.REQUEST, TERMS));
        play.in(begin(), requestData("us"), requestData("er"), requestEnd());
        play.wire.take();
        assertThat(play.flow().held().point()).isEqualTo(Hold.Point.REQUEST);
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("user");

        int revision = play.flow().revision();
        play.in(play.acting(flow ->
                flow.edit(revision, held -> held.withRequest(held.request().withBody(body("another"))), "ann")));
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("another");
        assertThat(play.recorded(play.flow().original().request().body())).isEqualTo("user");
        assertThat(play.flow().held()).as("the edit does not end the hold").isNotNull();

        play.in(play.acting(flow -> flow.edit(revision, held -> held, "bob")));
        assertThat(play.outcomes.get(1)).contains("changed meanwhile", "revision " + revision);
        play.in(play.acting(flow -> flow.resume("ann")), ready());
        assertThat(play.wire.take()).containsSubsequence("> POST / {Content-Length: 7}", ">> another", "> end");
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.EDITED);
        play.in(play.acting(flow -> flow.resume("bob")));
        assertThat(play.outcomes.get(3)).isEqualTo("flow 1 is not held: already edited by ann");
    }

    @Test
    void onlyWhatIsHeldCanBeEdited() {
        Playbook play = new Playbook(request("POST", "/"), holding(Hook.REQUEST_HEAD, TERMS));
        play.in(begin());
        int revision = play.flow().revision();
        play.in(
                play.acting(flow -> flow.edit(
                        revision, held -> held.withRequest(held.request().withBody(body("x"))), "ann")),
                play.acting(flow -> flow.edit(revision, held -> held.withResponse(response(200)), "ann")));
        assertThat(play.outcomes.get(0)).startsWith("only the head of this message is held");
        assertThat(play.outcomes.get(1)).startsWith("a held request has no response yet");
        assertThat(play.flow().original()).isNull();
    }

    @Test
    void aHeldResponseIsEdited() {
        Playbook play =
                new Playbook(request("GET", "/"), wanting(Hook.RESPONSE_HEAD, 100), holding(Hook.RESPONSE, TERMS));
        play.in(begin(), requestEnd(), ready(), responseHead(200), responseData("old"), responseEnd());
        assertThat(play.flow().held().point()).isEqualTo(Hold.Point.RESPONSE);
        play.wire.take();

        play.in(
                play.acting(flow -> flow.edit(
                        play.flow().revision(),
                        held -> held.withResponse(response(201).withBody(body("new"))),
                        "ann")),
                play.acting(flow -> flow.resume("ann")));
        assertThat(play.wire.take()).containsSubsequence("< 201 {Content-Length: 3}", "<< new", "< end");
        assertThat(play.flow().original().response().status()).isEqualTo(200);
    }

    @Test
    void aHeldRequestIsAnsweredByHand() {
        Playbook play = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));
        play.in(
                begin(),
                requestEnd(),
                play.acting(flow -> flow.answer(response(404).withBody(body("gone")), "ann")));
        assertThat(play.wire.take()).containsSubsequence("< 404 {Content-Length: 4}", "<< gone", "< end");
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.ANSWERED);
        assertThat(play.flow().state()).isEqualTo(FlowState.COMPLETE);
    }

    @Test
    void aDroppedRequestGetsAPage() {
        Playbook play = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));
        play.in(begin(), requestEnd(), play.acting(flow -> flow.drop("ann")));
        assertThat(String.join("\n", play.wire.take())).contains("< 502", "dropped by ann");
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.DROPPED);
        assertThat(play.flow().error().message()).isEqualTo("dropped by ann");
    }

    @Test
    void aHoldEndsAtItsDeadline() {
        Playbook play = new Playbook(
                request("GET", "/"),
                holding(
                        Hook.REQUEST_HEAD,
                        new HoldTerms("all", Duration.ofMillis(1).toNanos(), HoldTerms.Then.DROP)));
        play.in(begin(), requestEnd());
        await().until(() -> {
            play.in(running -> {});
            return play.exchange.isClosed();
        });
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.TIMED_OUT);
        assertThat(only(play).deadline()).isEqualTo(only(play).since() + 1_000_000);
        assertThat(play.flow().error().message()).contains("held longer");
    }

    @Test
    void aClientThatLeavesEndsTheHold() {
        Playbook play = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));
        play.in(begin(), clientGone());
        assertThat(only(play).outcome()).isEqualTo(Hold.Outcome.CLIENT_LEFT);
        assertThat(play.flow().state()).isEqualTo(FlowState.FAILED);
        assertThat(play.runtime.inFlight().held()).isEmpty();
        assertThatThrownBy(() -> play.runtime.inFlight().get(1))
                .isInstanceOf(FlowActionException.class)
                .hasMessage("flow 1 is not in progress");
    }

    @Test
    void aKillEndsTheExchangeAtAnyStage() {
        for (int stage = 0; stage < 6; stage++) {
            Playbook play = new Playbook(request("GET", "/"), holding(Hook.REQUEST_HEAD, TERMS));
            play.in(begin());
            Playbook.Input[] before = {
                play.acting(flow -> flow.resume("ann")), requestEnd(), ready(), responseHead(200), responseData("part")
            };
            for (int i = 0; i < stage; i++) {
                play.in(before[i]);
            }
            play.in(play.acting(flow -> flow.kill(End.CLOSE, "ann")));
            assertThat(play.flow().state()).as("stage %d", stage).isEqualTo(FlowState.FAILED);
            assertThat(play.flow().error().message()).isEqualTo("killed by ann");
            assertThat(only(play).outcome()).isEqualTo(stage == 0 ? Hold.Outcome.KILLED : Hold.Outcome.RESUMED);
            assertThat(play.wire.take()).endsWith("abort upstream", "abort client");
        }
    }
}
