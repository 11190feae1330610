package dev.steno.exchange;

import static dev.steno.exchange.Playbook.begin;
import static dev.steno.exchange.Playbook.ready;
import static dev.steno.exchange.Playbook.requestData;
import static dev.steno.exchange.Playbook.requestEnd;
import static dev.steno.exchange.Playbook.responseData;
import static dev.steno.exchange.Playbook.responseEnd;
import static dev.steno.exchange.Playbook.responseHead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import org.junit.jupiter.api.Test;

/** Slowly growing bodies are recorded while they grow. */
class SlowBodyTest {
    private static Playbook.Input beat() {
        return play -> play.exchange.recordSlowBodies();
    }

    private static Playbook open() {
        Playbook play = new Playbook(Playbook.request("GET", "/events"));
        play.in(begin(), requestEnd(), ready(), responseHead(200));
        return play;
    }

    @Test
    void eachTickPublishesTheBytesSinceTheLastOne() {
        Playbook play = open().in(beat(), responseData("one,"), beat());
        assertThat(play.flow().response().body()).isEqualTo(new Body.Stored(1, 4, 4, false));
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("one,");

        play.in(responseData("two,"), responseData("three,"), beat());
        assertThat(play.flow().response().body()).isEqualTo(new Body.Stored(1, 14, 14, false));

        play.in(responseData("four"), responseEnd());
        assertThat(play.flow().response().body()).isEqualTo(new Body.Stored(1, 18, 18, true));
        assertThat(play.recorded(play.flow().response().body())).isEqualTo("one,two,three,four");
        assertThat(play.facts.stream()
                        .filter(FlowEvent.BodyChunk.class::isInstance)
                        .map(fact -> ((FlowEvent.BodyChunk) fact).offset()))
                .containsExactly(0L, 4L, 14L);
    }

    @Test
    void aBodyThatEndsBeforeItsSecondTickStaysInline() {
        Playbook play = open().in(responseData("quick"), beat(), responseEnd());
        assertThat(play.flow().response().body()).isEqualTo(Playbook.body("quick"));
        assertThat(play.facts).noneMatch(FlowEvent.BodyChunk.class::isInstance);
    }

    @Test
    void aTickWithoutNewBytesPublishesNothing() {
        Playbook play = open().in(responseData("one"), beat(), beat());
        int before = play.facts.size();
        play.in(beat(), beat());
        assertThat(play.facts).hasSize(before);
    }

    @Test
    void aRequestThatGrowsSlowlyIsRecordedToo() {
        Playbook play = new Playbook(Playbook.request("POST", "/up", "Transfer-Encoding", "chunked"));
        play.in(begin(), ready(), requestData("a"), beat(), beat());
        assertThat(play.flow().request().body()).isEqualTo(new Body.Stored(1, 1, 1, false));
        play.in(requestData("b"), requestEnd(), responseHead(200), responseEnd());
        assertThat(play.recorded(play.flow().request().body())).isEqualTo("ab");
    }
}
