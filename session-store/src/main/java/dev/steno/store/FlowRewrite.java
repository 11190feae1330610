package dev.steno.store;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes a flow anew with other numbers, bodies or TLS facts in it, wherever they stand, and with all else the same. Each
 * method says what to put in the place of one thing; unless overridden, the thing itself. Pure, unless they are not.
 */
public abstract class FlowRewrite {

    /** The number of the flow. */
    protected long id(long id) {
        return id;
    }

    /** The flow that began a stream; not asked where there is none. */
    protected long parent(long id) {
        return id;
    }

    /** The number of a connection; not asked where there is none. */
    protected long connection(long number) {
        return number;
    }

    /** The body of a message. */
    protected Body body(Body body) {
        return body;
    }

    /** The facts of a TLS session. */
    protected Tls tls(Tls tls) {
        return tls;
    }

    /** How many messages stand beside a raw stream or a WebSocket. */
    protected long messages(Flow flow) {
        return flow.messages();
    }

    /** The flow made anew, with the same revision. */
    public final Flow of(Flow flow) {
        return flow instanceof HttpFlow http ? of(http) : of((TcpFlow) flow);
    }

    private HttpFlow of(HttpFlow flow) {
        HttpFlow original = flow.original();
        WebSocket webSocket = flow.webSocket();
        return new HttpFlow(
                id(flow.id()),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                of(flow.client()),
                ofServer(flow.server()),
                of(flow.request()),
                of(flow.response()),
                flow.interim(),
                flow.error(),
                flow.notes(),
                webSocket == null ? null : webSocket.withMessages(messages(flow)),
                original == null ? null : of(original));
    }

    private TcpFlow of(TcpFlow flow) {
        return new TcpFlow(
                id(flow.id()),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                of(flow.client()),
                ofServer(flow.server()),
                flow.target(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                messages(flow),
                flow.parent() == 0 ? 0 : parent(flow.parent()),
                flow.error(),
                flow.notes());
    }

    private HttpRequest of(HttpRequest request) {
        return request.withBody(body(request.body()));
    }

    private @Nullable HttpResponse of(@Nullable HttpResponse response) {
        return response == null ? null : response.withBody(body(response.body()));
    }

    private @Nullable Peer ofServer(@Nullable Peer server) {
        return server == null ? null : of(server);
    }

    private Peer of(Peer peer) {
        Tls tls = peer.tls();
        Peer via = peer.via();
        return new Peer(
                peer.connection() == 0 ? 0 : connection(peer.connection()),
                peer.address(),
                peer.ip(),
                peer.local(),
                peer.started(),
                peer.connected(),
                peer.ended(),
                tls == null ? null : tls(tls),
                via == null ? null : of(via));
    }
}
