package dev.steno.web.live;

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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flows that differ in what a list shows. */
final class ListedFlows {
    static final long EPOCH = 1_790_000_000_000_000_000L;

    private ListedFlows() {}

    /** A request without a response yet. */
    static HttpFlow open(long id) {
        return flow(id, 1, FlowState.OPEN, null);
    }

    /** A flow that was imported from a file without times. */
    static HttpFlow timeless(long id) {
        HttpFlow flow = complete(id);
        return new HttpFlow(
                id,
                flow.revision(),
                flow.state(),
                Times.UNSET,
                Times.UNSET,
                flow.client(),
                null,
                flow.request(),
                flow.response(),
                List.of(),
                null,
                Notes.NONE,
                null);
    }

    /** The last revision of a flow: one in a hundred has the status 500, the others 200. */
    static HttpFlow complete(long id) {
        return complete(id, id % 100 == 0 ? 500 : 200);
    }

    static HttpFlow complete(long id, int status) {
        HttpResponse response = new HttpResponse(
                "HTTP/1.1",
                status,
                "",
                Headers.of("Content-Type", "text/Plain; charset=utf-8"),
                null,
                new Body.Inline(new byte[(int) (id % 50)]),
                EPOCH + id,
                EPOCH + id);
        return flow(id, 2, FlowState.COMPLETE, response);
    }

    private static HttpFlow flow(long id, int revision, FlowState state, @Nullable HttpResponse response) {
        Peer client = new Peer(
                id * 2 - 1,
                new Endpoint("127.0.0.1", 40_000),
                null,
                new Endpoint("127.0.0.1", 8080),
                EPOCH,
                Times.UNSET,
                Times.UNSET,
                null,
                null);
        HttpRequest request = new HttpRequest(
                "GET",
                "https",
                "host" + id % 7 + ".test",
                443,
                "/items/" + id + "?q=1",
                "HTTP/1.1",
                Headers.of("Host", "host.test"),
                null,
                Body.NONE,
                EPOCH + id,
                EPOCH + id);
        return new HttpFlow(
                id,
                revision,
                state,
                EPOCH + id * 1_000_000,
                state == FlowState.OPEN ? Times.UNSET : 12_500_000,
                client,
                null,
                request,
                response,
                List.of(),
                null,
                Notes.NONE,
                null);
    }
}
