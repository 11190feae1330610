package dev.steno.net;

import dev.steno.flow.Endpoint;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers that serve one client connection: kept alive between its exchanges, never shared with another
 * client, since some servers authenticate the connection. On the client's event loop.
 */
final class Http1Servers {
    private static final int MOST_IDLE = 8;

    private final ClientConnection client;
    private final ArrayDeque<Http1ServerSide> idle = new ArrayDeque<>();
    private Failures.@Nullable Failure firstFailure;
    private boolean closed;

    Http1Servers(ClientConnection client) {
        this.client = client;
    }

    /** Told once, on the event loop. */
    interface Result {
        void ready(Http1ServerSide server);

        void failed(Failures.Failure failure);
    }

    /** Takes over a connection that already stands. */
    void adopt(Upstream upstream, boolean tls) {
        idle.add(http(upstream, tls));
    }

    /** The first request gets this failure instead of a further attempt: the connection was already tried. */
    void remember(Failures.Failure failure) {
        firstFailure = failure;
    }

    /** A kept-alive connection to a server; null where there is none. */
    @Nullable
    Http1ServerSide take(Endpoint target, boolean tls) {
        for (Iterator<Http1ServerSide> i = idle.descendingIterator(); i.hasNext(); ) {
            Http1ServerSide server = i.next();
            if (server.leadsTo(target, tls)) {
                i.remove();
                return server;
            }
        }
        return null;
    }

    /** Connects anew. */
    void open(Endpoint target, boolean tls, Result result) {
        if (firstFailure != null) {
            Failures.Failure failure = firstFailure;
            firstFailure = null;
            result.failed(failure);
            return;
        }
        UpstreamConnector.Result connected = new UpstreamConnector.Result() {
            @Override
            public void connected(Upstream upstream) {
                Http1ServerSide server = http(upstream, tls);
                if (closed) {
                    server.close();
                } else {
                    result.ready(server);
                }
            }

            @Override
            public void failed(Failures.Failure failure) {
                result.failed(failure);
            }
        };
        if (tls) {
            client.connector().connectTls(target, connected);
        } else {
            client.connector().connectHttp(target, connected);
        }
    }

    private Http1ServerSide http(Upstream upstream, boolean tls) {
        Http1Codec.ResponseDecoder decoder = new Http1Codec.ResponseDecoder();
        Http1ServerSide server = new Http1ServerSide(
                upstream, tls, decoder, this, client.proxy().settings().idleTimeout());
        upstream.claim().addLast("http", decoder).addLast("server", server);
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** Keeps a connection for the next exchange. */
    void give(Http1ServerSide server) {
        if (closed) {
            server.close();
            return;
        }
        idle.add(server);
        if (idle.size() > MOST_IDLE) {
            idle.remove().close();
        }
    }

    /** An idle connection ended. */
    void gone(Http1ServerSide server) {
        idle.remove(server);
    }

    void close() {
        closed = true;
        while (!idle.isEmpty()) {
            idle.remove().close();
        }
    }
}
