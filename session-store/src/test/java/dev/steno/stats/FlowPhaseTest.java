package dev.steno.stats;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FlowPhaseTest {
    private static final Endpoint SERVER = new Endpoint("a.test", 443);

    private static HttpFlow flow(long id, long started, long duration, Peer server, long sent, HttpResponse response) {
        Peer client = new Peer(1, new Endpoint("127.0.0.1", 1), null, null, 0, Times.UNSET, Times.UNSET, null, null);
        HttpRequest request = new HttpRequest(
                "GET", "https", "a.test", 443, "/", "HTTP/1.1", Headers.of(), null, Body.NONE, started, sent);
        FlowState state = Times.isSet(duration) ? FlowState.COMPLETE : FlowState.OPEN;
        return new HttpFlow(
                id, 1, state, started, duration, client, server, request, response, List.of(), null, Notes.NONE, null);
    }

    private static HttpResponse response(long started, long ended) {
        return new HttpResponse("HTTP/1.1", 200, "", Headers.of(), null, Body.NONE, started, ended);
    }

    private static Peer server(long connection, long started, long connected, long secured) {
        Tls tls = Times.isSet(secured)
                ? new Tls(secured, null, null, null, null, List.of(), List.of(), List.of(), null)
                : null;
        return new Peer(connection, SERVER, SERVER, null, started, connected, Times.UNSET, tls, null);
    }

    private static String told(HttpFlow flow) {
        return FlowPhase.of(flow).stream()
                .map(span -> span.phase().label() + " " + span.from() + "-" + span.to())
                .collect(Collectors.joining(", "));
    }

    @Test
    void theFlowThatOpensAConnectionHasItsPhases() {
        assertThat(told(flow(1, 100, 100, server(7, 110, 120, 140), 150, response(170, 200))))
                .isEqualTo("connect 110-120, tls 120-140, send 140-150, wait 150-170, receive 170-200");
        assertThat(told(flow(1, 100, 100, server(7, 110, 120, 140), 101, response(170, 200))))
                .as("a request that was read before the connection was ready")
                .isEqualTo("connect 110-120, tls 120-140, wait 140-170, receive 170-200");
    }

    @Test
    void aLaterFlowOnAConnectionHasOnlyItsOwn() {
        assertThat(told(flow(2, 300, 50, server(7, 110, 120, 140), 310, response(340, 350))))
                .isEqualTo("send 300-310, wait 310-340, receive 340-350");
    }

    @Test
    void whatIsNotKnownYetIsLeftOut() {
        assertThat(told(flow(1, 100, Times.UNSET, server(7, 110, Times.UNSET, Times.UNSET), 105, null)))
                .isEqualTo("send 100-105");
        assertThat(told(flow(1, 100, Times.UNSET, null, 105, response(110, Times.UNSET))))
                .isEqualTo("send 100-105, wait 105-110");
        assertThat(told(flow(1, 100, 60, server(7, 110, 120, Times.UNSET), 105, null)))
                .as("a failed flow waited until its end")
                .isEqualTo("connect 110-120, wait 120-160");
    }

    @Test
    void aWaterfallHasALaneForEachConnection() {
        Waterfall waterfall = Waterfall.of(
                List.of(
                        flow(3, 300, 50, server(7, 110, 120, 140), 310, response(340, 350)),
                        flow(1, 100, 100, server(7, 110, 120, 140), 150, response(170, 200)),
                        flow(2, 100, 10, null, 105, null)),
                4);
        assertThat(waterfall.lanes()).containsExactly(new Waterfall.Lane(7, "a.test:443"), new Waterfall.Lane(0, ""));
        assertThat(waterfall.rows()).extracting(row -> row.flow().id()).containsExactly(1L, 2L, 3L);
        assertThat(waterfall.from()).isEqualTo(100);
        assertThat(waterfall.to()).isEqualTo(350);
        assertThat(waterfall.more()).isEqualTo(4);
    }
}
