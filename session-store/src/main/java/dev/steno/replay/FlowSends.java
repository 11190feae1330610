package dev.steno.replay;

import dev.steno.exchange.body.EventInjection;
import dev.steno.flow.Body;
import dev.steno.flow.BodySource;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalFlow;
import dev.steno.local.LocalRequest;
import dev.steno.local.LocalTunnel;
import dev.steno.replay.request.ReplayableRequest;
import dev.steno.replay.stream.EventStreamLimit;
import dev.steno.replay.stream.RecordedPart;
import dev.steno.replay.stream.RecordedRows;
import dev.steno.replay.stream.ReplayedStreams;
import dev.steno.replay.stream.StreamPace;
import dev.steno.store.BodyReader;
import dev.steno.store.SessionException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends recorded flows as they are, one by one. Pure functions, but for what they read. */
final class FlowSends {
    /** How much longer than recorded a stream may wait for its server. */
    private static final StreamPace PACE = StreamPace.lockstep(Duration.ofSeconds(30));

    private FlowSends() {}

    /** Whether more of the record is read than the request: messages, or the events of the response. */
    static boolean readsRecord(Flow flow) {
        HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
        return flow.messages() > 0 || response != null && EventInjection.isEventStream(response);
    }

    /**
     * Returns what sends a flow by a client.
     *
     * @param flow one that can be sent
     * @param bodies makes a source of a body that is stored beside the flow
     * @param recorded reads the recorded response
     * @param rows the flow's messages; closed with the stream, and not used by a request that opens none
     * @throws SessionException if the session cannot be read
     */
    static Function<LocalClient, LocalFlow> of(
            Flow flow, Notes notes, Function<Body.Stored, BodySource> bodies, BodyReader recorded, RecordedRows rows)
            throws SessionException {
        if (flow instanceof TcpFlow tcp) {
            LocalTunnel tunnel = ReplayedStreams.tunnel(tcp, part(flow, rows), notes, null);
            return client -> client.open(tunnel);
        }
        if (!(flow instanceof HttpFlow http)) {
            throw new IllegalArgumentException("flow " + flow.id() + " has no request");
        }
        long events = EventStreamLimit.recorded(http, recorded);
        EventStreamLimit limit = events > 0 ? new EventStreamLimit(events) : null;
        boolean opens = ReplayableRequest.asksForWebSocket(http.request());
        LocalRequest request = new LocalRequest(
                ReplayableRequest.sendable(http.request(), bodies), notes, opens ? part(flow, rows) : null, limit);
        return client -> send(client, request, limit);
    }

    private static RecordedPart part(Flow flow, RecordedRows rows) {
        return new RecordedPart(flow, rows, PACE, RecordedPart.Form.FINAL);
    }

    private static LocalExchange send(LocalClient client, LocalRequest request, @Nullable EventStreamLimit limit) {
        LocalExchange exchange = client.send(request);
        if (limit != null) {
            limit.reached()
                    .thenRun(() -> exchange.cancel("the event stream was ended after " + limit.wanted()
                            + " events, as many as were recorded"));
        }
        return exchange;
    }
}
