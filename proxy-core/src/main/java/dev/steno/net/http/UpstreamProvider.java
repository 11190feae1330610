package dev.steno.net.http;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import org.jspecify.annotations.Nullable;

/**
 * Provides the upstream connections of one client connection: exchanges take a stream from it and give it back. On the client's
 * event loop.
 */
public interface UpstreamProvider {
    /** Called once, on the event loop; re-entrant: possibly before {@link #openStream} returns. */
    interface Callback {
        void streamReady(UpstreamStream upstream);

        void openFailed(Failures.Failure failure);

        /**
         * Called before one of the others if the exchange was queued until a connection was free, or until fewer were being
         * established.
         *
         * @param nanos how long that took
         */
        default void queuedFor(long nanos) {}
    }

    /** Sets the number of concurrent exchanges of the client, which is also the number of idle connections worth keeping. */
    void expect(int exchanges);

    /**
     * A stream of an established connection; null if none has room.
     *
     * @param webSocket whether a WebSocket is to be opened
     */
    @Nullable
    UpstreamStream takeStream(Endpoint target, boolean tls, boolean webSocket);

    /**
     * Opens a new connection, or waits for one that is being established and may have room for several exchanges, or, if the limit
     * of connections is reached, for a free one.
     */
    void openStream(Endpoint target, boolean tls, boolean webSocket, Callback callback);

    /** A connection has room for an exchange again. */
    void giveBack(UpstreamConnection connection);

    /** A connection ended, or takes no more exchanges. */
    void remove(UpstreamConnection connection);

    /** The client's connection closed: closes idle connections and cancels pending connects. */
    void close();
}
