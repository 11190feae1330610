package dev.steno.net.http;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers that serve one client connection: the ends of exchanges take one from it and give it back. On the
 * client's event loop.
 */
public interface UpstreamProvider {
    /** Told once, on the event loop; possibly before {@link #open} returns. */
    interface Callback {
        void ready(UpstreamStream upstream);

        void failed(Failures.Failure failure);
    }

    /** The client has so many exchanges at once: as many connections are worth keeping between them. */
    void expect(int exchanges);

    /**
     * The way to a server by a connection that stands; null where there is none with room.
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

    /** The client's connection has ended: closes those that are kept, and any that is still being made. */
    void close();
}
