package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldTextTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Hold LASTING =
            new Hold(Hold.Point.REQUEST, SECOND, 61 * SECOND, "~u /login", Times.UNSET, null, "");

    @Test
    void aHoldThatEndedSaysHowLongWhereWhyAndByWhom() {
        Hold ended =
                new Hold(Hold.Point.REQUEST, SECOND, Times.UNSET, "~u /login", 13 * SECOND, Hold.Outcome.EDITED, "ann");
        assertThat(HoldText.of(ended, flow(FlowState.COMPLETE)))
                .isEqualTo(
                        Quantity.duration(12 * SECOND) + " at the request by '~u /login', edited and resumed by ann");
    }

    @Test
    void aHoldThatLastsSaysSinceWhenAndUntilWhen() {
        assertThat(HoldText.of(LASTING, flow(FlowState.OPEN)))
                .isEqualTo("since " + Timestamps.local(SECOND) + " at the request by '~u /login', until "
                        + Timestamps.local(61 * SECOND));
        assertThat(HoldText.of(LASTING, flow(FlowState.INTERRUPTED)))
                .endsWith(" at the request by '~u /login', when the recording was cut off");
    }

    @Test
    void listsSayThatAFlowIsHeldOrWas() {
        assertThat(FlowSummary.of(flow(FlowState.OPEN)).line(false)).endsWith(" held");
        assertThat(FlowSummary.of(flow(FlowState.INTERRUPTED)).line(false)).endsWith(" interrupted while held");
        ListLayout list = new ListLayout(120, false, false);
        assertThat(list.row(ListEntry.of(FlowSummary.of(flow(FlowState.OPEN))))).contains(" held   GET ");
        assertThat(list.row(ListEntry.of(FlowSummary.of(flow(FlowState.INTERRUPTED)))))
                .endsWith("interrupted while held");
    }

    private static Flow flow(FlowState state) {
        return new HttpFlow(
                        1,
                        1,
                        state,
                        SECOND,
                        Times.UNSET,
                        new Peer(
                                1,
                                new Endpoint("127.0.0.1", 4000),
                                null,
                                null,
                                1,
                                Times.UNSET,
                                Times.UNSET,
                                null,
                                null),
                        null,
                        new HttpRequest(
                                "GET", "http", "a.test", 80, "/", "HTTP/1.1", Headers.EMPTY, null, Body.NONE, 1, 2),
                        null,
                        List.of(),
                        null,
                        Notes.NONE,
                        null)
                .withHolds(List.of(LASTING));
    }
}
