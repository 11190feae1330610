package dev.steno.store;

import dev.steno.filter.TextField;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a flow: the columns that the store keeps beside the whole flow, derived from it.
 *
 * @param kind {@code http} or {@code tcp}
 * @param started nanoseconds since the epoch
 * @param duration nanoseconds; {@link dev.steno.flow.Times#UNSET} while open
 * @param method null for a raw stream
 * @param scheme {@code http}, {@code https}, or the protocol of a raw stream
 * @param host the server asked for
 * @param alias the host that the Host field or, for a raw stream, the TLS client names, where it is another; null elsewhere
 * @param path the request target's path and query, raw; null for a raw stream
 * @param status of the final response; 0 where there is none
 * @param requestType the Content-Type of the request as sent; null where it has none
 * @param contentType the Content-Type of the response as sent; null where it has none
 * @param mediaType that of the response in lower case, without parameters; empty where Content-Type names none, null where
 *     there is no such field
 * @param requestSize bytes of body, or of the messages of a WebSocket, that passed from the client
 * @param responseSize bytes likewise that passed from the server
 * @param errorStep where the flow failed; null where it did not
 * @param error one sentence for people; null where the flow did not fail
 * @param client the client's address, {@code ip:port}
 * @param server the server's {@code host:port} as it was connected to; null where no connection was attempted
 * @param webSocket whether the flow is an HTTP flow that went on as a WebSocket
 */
public record FlowRow(
        long id,
        int revision,
        String kind,
        FlowState state,
        long started,
        long duration,
        @Nullable String method,
        String scheme,
        String host,
        @Nullable String alias,
        int port,
        @Nullable String path,
        int status,
        @Nullable String requestType,
        @Nullable String contentType,
        @Nullable String mediaType,
        long requestSize,
        long responseSize,
        FlowError.@Nullable Step errorStep,
        @Nullable String error,
        String mark,
        String comment,
        Notes.Replay replay,
        String client,
        @Nullable String server,
        boolean webSocket) {

    /** The row of a flow. */
    public static FlowRow of(Flow flow) {
        return flow instanceof HttpFlow http ? of(http) : of((TcpFlow) flow);
    }

    private static FlowRow of(HttpFlow flow) {
        var request = flow.request();
        HttpResponse response = flow.response();
        FlowError error = flow.error();
        return new FlowRow(
                flow.id(),
                flow.revision(),
                flow.kind(),
                flow.state(),
                flow.started(),
                flow.duration(),
                request.method(),
                request.scheme(),
                request.host(),
                alias(flow, request.host()),
                request.port(),
                request.path(),
                response == null ? 0 : response.status(),
                request.headers().get("content-type"),
                response == null ? null : response.headers().get("content-type"),
                mediaType(flow),
                flow.sentByClient(),
                flow.sentByServer(),
                error == null ? null : error.step(),
                error == null ? null : error.message(),
                flow.notes().mark(),
                flow.notes().comment(),
                flow.notes().replay(),
                flow.client().address().toString(),
                address(flow.server()),
                flow.webSocket() != null);
    }

    private static FlowRow of(TcpFlow flow) {
        FlowError error = flow.error();
        return new FlowRow(
                flow.id(),
                flow.revision(),
                flow.kind(),
                flow.state(),
                flow.started(),
                flow.duration(),
                null,
                flow.protocol(),
                flow.target().host(),
                alias(flow, flow.target().host()),
                flow.target().port(),
                null,
                0,
                null,
                null,
                null,
                flow.sentByClient(),
                flow.sentByServer(),
                error == null ? null : error.step(),
                error == null ? null : error.message(),
                flow.notes().mark(),
                flow.notes().comment(),
                flow.notes().replay(),
                flow.client().address().toString(),
                address(flow.server()),
                false);
    }

    private static @Nullable String alias(Flow flow, String host) {
        List<String> names = TextField.DOMAIN.values(flow);
        String last = names.get(names.size() - 1);
        return last.equals(host) ? null : last;
    }

    private static @Nullable String mediaType(HttpFlow flow) {
        List<String> types = TextField.TYPE.values(flow);
        return types.isEmpty() ? null : types.get(0);
    }

    private static @Nullable String address(@Nullable Peer server) {
        return server == null ? null : server.address().toString();
    }

    /** The URL in its usual form; {@code host:port} for a raw stream or a CONNECT. */
    public String url() {
        String target = path;
        if (target == null || "CONNECT".equals(method)) {
            return new Endpoint(host, port).toString();
        }
        boolean usual = port == ("https".equals(scheme) ? 443 : 80);
        String authority = new Endpoint(host, port).toString();
        if (usual) {
            authority = authority.substring(0, authority.lastIndexOf(':'));
        }
        return scheme + "://" + authority + (target.startsWith("/") ? target : "/" + target);
    }
}
