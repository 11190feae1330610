package dev.steno.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlowTimingsTest {
    private static final Endpoint SERVER = new Endpoint("example.org", 443);

    private static HttpFlow flow(long opened, long connected, @Nullable HttpResponse response) {
        Tls tls = new Tls(connected + 7, null, null, null, null, List.of(), List.of(), List.of(), null);
        Peer client = new Peer(1, SERVER, null, null, 90, Times.UNSET, Times.UNSET, null, null);
        Peer server = new Peer(2, SERVER, SERVER, null, opened, connected, Times.UNSET, tls, null);
        HttpRequest request = new HttpRequest(
                "GET", "https", "example.org", 443, "/", "HTTP/1.1", Headers.EMPTY, null, Body.NONE, 100, 103);
        return new HttpFlow(
                1,
                1,
                FlowState.OPEN,
                100,
                Times.UNSET,
                client,
                server,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    @Test
    void eachPhaseIsTheTimeBetweenItsEnds() {
        HttpResponse response = new HttpResponse("HTTP/1.1", 200, "", Headers.EMPTY, null, Body.NONE, 150, 190);
        assertThat(FlowTimings.of(flow(104, 115, response))).isEqualTo(new FlowTimings(11, 7, 3, 47, 40, Times.UNSET));
    }

    @Test
    void aConnectionThatWasOpenTookNoTimeAndHasAnAge() {
        FlowTimings timings = FlowTimings.of(flow(20, 30, null));
        assertThat(timings).isEqualTo(new FlowTimings(Times.UNSET, Times.UNSET, 3, Times.UNSET, Times.UNSET, 70));
    }

    @Test
    void aPhaseWhoseEndsAreInTheWrongOrderIsUnknown() {
        HttpResponse early = new HttpResponse("HTTP/1.1", 200, "", Headers.EMPTY, null, Body.NONE, 101, Times.UNSET);
        assertThat(FlowTimings.of(flow(104, Times.UNSET, early)))
                .isEqualTo(new FlowTimings(Times.UNSET, Times.UNSET, 3, Times.UNSET, Times.UNSET, Times.UNSET));
    }
}
