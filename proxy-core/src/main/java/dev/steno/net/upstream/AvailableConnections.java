package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.http.UpstreamConnection;
import dev.steno.net.http.UpstreamStream;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool that have room for an exchange. The oldest idle ones beyond a bound are closed. Confined to the
 * client's event loop.
 */
final class AvailableConnections {
    private static final int MOST_IDLE = 8;

    /** The connections with room, the most recently used last. */
    private final ArrayDeque<UpstreamConnection> roomy = new ArrayDeque<>();

    private int mostIdle = MOST_IDLE;

    /** Keeps as many idle connections as the client has concurrent exchanges. */
    void expectExchanges(int exchanges) {
        mostIdle = exchanges;
    }

    /** Opens a stream on a connection to that server; null if no suitable one has room. */
    @Nullable
    UpstreamStream openStream(Endpoint target, boolean tls, Predicate<UpstreamConnection> suits) {
        for (Iterator<UpstreamConnection> i = roomy.descendingIterator(); i.hasNext(); ) {
            UpstreamConnection connection = i.next();
            if (connection.leadsTo(target, tls) && suits.test(connection)) {
                UpstreamStream stream = connection.openStream();
                if (!connection.hasRoom()) {
                    i.remove();
                }
                return stream;
            }
        }
        return null;
    }

    void addConnection(UpstreamConnection connection) {
        roomy.add(connection);
    }

    void removeConnection(UpstreamConnection connection) {
        roomy.remove(connection);
    }

    /** Closes the oldest idle connection if there are too many. */
    void closeSurplus() {
        if (roomy.size() <= mostIdle) {
            return;
        }
        for (Iterator<UpstreamConnection> i = roomy.iterator(); i.hasNext(); ) {
            UpstreamConnection oldest = i.next();
            if (oldest.isIdle()) {
                i.remove();
                oldest.close();
                return;
            }
        }
    }

    void closeAll() {
        while (!roomy.isEmpty()) {
            roomy.remove().close();
        }
    }
}
