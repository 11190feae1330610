package dev.steno.text;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import org.jspecify.annotations.Nullable;

/**
 * How long each phase of a flow took, as far as the record has its times. All values are nanoseconds; {@link
 * Times#UNSET} for a phase that did not happen or whose end is unknown. Immutable.
 *
 * @param connect look-up of the server's name and TCP connection; unset if the flow used an open connection
 * @param tls TLS handshake with the server; unset if the flow used an open connection
 * @param send from the first to the last byte of the request
 * @param await from the last byte of the request to the first of the response; unset if the response came earlier
 * @param receive from the first to the last byte of the response
 * @param connectionAge age of the connection to the server at the start of the flow; unset if the flow opened it
 */
public record FlowTimings(long connect, long tls, long send, long await, long receive, long connectionAge) {

    public static FlowTimings of(Flow flow) {
        Peer server = flow.server();
        boolean reused = server != null && Times.isSet(server.connected()) && server.connected() < flow.started();
        long connect = Times.UNSET;
        long tls = Times.UNSET;
        if (server != null && !reused) {
            connect = between(server.started(), server.connected());
            Tls session = server.tls();
            tls = session == null ? Times.UNSET : between(server.connected(), session.established());
        }
        HttpRequest request = flow instanceof HttpFlow http ? http.request() : null;
        HttpResponse response = flow instanceof HttpFlow http ? http.response() : null;
        return new FlowTimings(
                connect,
                tls,
                request == null ? Times.UNSET : between(request.started(), request.ended()),
                await(request, response),
                response == null ? Times.UNSET : between(response.started(), response.ended()),
                server != null && reused ? between(server.connected(), flow.started()) : Times.UNSET);
    }

    private static long await(@Nullable HttpRequest request, @Nullable HttpResponse response) {
        return request == null || response == null ? Times.UNSET : between(request.ended(), response.started());
    }

    private static long between(long start, long end) {
        return Times.isSet(start) && Times.isSet(end) && end >= start ? end - start : Times.UNSET;
    }
}
