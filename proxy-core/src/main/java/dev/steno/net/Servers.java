package dev.steno.net;

import dev.steno.flow.Endpoint;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers that serve one client connection, whatever version of HTTP they speak: kept alive between its
 * exchanges, never shared with another client, since some servers authenticate the connection. On the client's event loop.
 */
final class Servers {
    private static final int MOST_IDLE = 8;

    private final ClientConnection client;

    /** Those with room for an exchange, the latest used last. */
    private final ArrayDeque<ServerConnection> roomy = new ArrayDeque<>();

    private int mostIdle = MOST_IDLE;
    private Failures.@Nullable Failure firstFailure;
    private boolean closed;

    Servers(ClientConnection client) {
        this.client = client;
    }

    /** The client has so many exchanges at once: as many connections are worth keeping between them. */
    void expect(int exchanges) {
        mostIdle = exchanges;
    }

    /** Told once, on the event loop. */
    interface Result {
        void ready(ServerSide server);

        void failed(Failures.Failure failure);
    }

    /** Takes over a connection that already stands. */
    void adopt(Upstream upstream, boolean tls) {
        roomy.add(connection(upstream, tls));
    }

    /** The first request gets this failure instead of a further attempt: the connection was already tried. */
    void remember(Failures.Failure failure) {
        firstFailure = failure;
    }

    /** The way to a server by a connection that stands; null where there is none with room. */
    @Nullable
    ServerSide take(Endpoint target, boolean tls) {
        for (Iterator<ServerConnection> i = roomy.descendingIterator(); i.hasNext(); ) {
            ServerConnection connection = i.next();
            if (connection.leadsTo(target, tls)) {
                ServerSide side = connection.open();
                if (!connection.hasRoom()) {
                    i.remove();
                }
                return side;
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
                ServerConnection connection = connection(upstream, tls);
                if (closed) {
                    connection.close();
                    return;
                }
                ServerSide side = connection.open();
                if (connection.hasRoom()) {
                    roomy.add(connection);
                }
                result.ready(side);
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

    /** Begins to speak HTTP on a connection that stands. */
    private ServerConnection connection(Upstream upstream, boolean tls) {
        Http1Codec.ResponseDecoder decoder = new Http1Codec.ResponseDecoder();
        Http1ServerSide server = new Http1ServerSide(
                upstream, tls, decoder, this, client.proxy().settings().idleTimeout());
        upstream.claim().addLast("http", decoder).addLast("server", server);
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** A connection has room for an exchange again: keeps it, and closes the oldest idle one where there are too many. */
    void give(ServerConnection connection) {
        if (closed) {
            connection.close();
            return;
        }
        roomy.add(connection);
        if (roomy.size() > mostIdle) {
            closeOldestIdle();
        }
    }

    private void closeOldestIdle() {
        for (Iterator<ServerConnection> i = roomy.iterator(); i.hasNext(); ) {
            ServerConnection oldest = i.next();
            if (oldest.isIdle()) {
                i.remove();
                oldest.close();
                return;
            }
        }
    }

    /** A connection ended, or takes no more exchanges. */
    void gone(ServerConnection connection) {
        roomy.remove(connection);
    }

    void close() {
        closed = true;
        while (!roomy.isEmpty()) {
            roomy.remove().close();
        }
    }
}
