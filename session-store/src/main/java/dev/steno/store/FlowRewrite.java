package dev.steno.store;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Tls;
import dev.steno.flow.WebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Copies a flow and replaces its numbers, bodies or TLS facts wherever they occur. A subclass overrides the method for
 * each part to replace; by default every part stays the same. Pure, unless an overriding method is not.
 */
public abstract class FlowRewrite {

    /** Returns the new number of the flow. */
    protected long id(long id) {
        return id;
    }

    /** Returns the new number of the flow that began a raw stream. Not called if there is none. */
    protected long parent(long id) {
        return id;
    }

    /** Returns the new number of a connection. Not called if there is none. */
    protected long connection(long number) {
        return number;
    }

    /** Returns the new body of an HTTP message. */
    protected Body body(Body body) {
        return body;
    }

    /** Returns the new facts of a TLS session. */
    protected Tls tls(Tls tls) {
        return tls;
    }

    /** Returns the notes of a flow. */
    protected Notes notes(Notes notes) {
        return notes;
    }

    /** Returns the new number of messages of a raw stream or a WebSocket. */
    protected long messages(Flow flow) {
        return flow.messages();
    }

    /** Returns the copy, with the same revision. */
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
                notes(flow.notes()),
                webSocket == null ? null : webSocket.withMessages(messages(flow)),
                flow.holds(),
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
                notes(flow.notes()),
                flow.holds());
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
