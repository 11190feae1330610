package dev.steno.net.http;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers that serve one client connection: the ends of exchanges take one from it and give it back. On the
 * client's event loop.
 */
public interface UpstreamProvider {
    /** Called once, on the event loop; re-entrant: possibly before {@link #open} returns. */
    interface Callback {
        void ready(UpstreamStream upstream);

        void failed(Failures.Failure failure);
    }

    /** The number of exchanges that the client has at once, which is the number of idle connections worth keeping. */
    void expect(int exchanges);

    /**
     * A stream of an established connection; null if none has room.
     *
     * @param webSocket whether a WebSocket is to be opened
     */
    @Nullable
    UpstreamStream take(Endpoint target, boolean tls, boolean webSocket);

    /**
     * Connects anew, or waits for a connection that is being made and may have room for many, or for a free one where there are
     * as many as there should be.
     */
    void open(Endpoint target, boolean tls, boolean webSocket, Callback callback);

    /** A connection has room for an exchange again. */
    void giveBack(UpstreamConnection connection);

    /** A connection ended, or takes no more exchanges. */
    void remove(UpstreamConnection connection);

    /** The client's connection closed: closes idle connections and cancels pending connects. */
    void close();
}
