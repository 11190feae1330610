package dev.steno.local;

import org.jspecify.annotations.Nullable;

/** Opens clients that have no socket. Any thread. */
public interface LocalClients {
    /**
     * Opens a client. It costs no socket; its connections to servers are opened by its requests, kept between them, and
     * shared with no other client.
     *
     * @param mode the mode of the listener to which its requests are as if sent, as in {@link dev.steno.flow.Peer#mode};
     *     null for a regular one. If no listener has this mode, the first listener's is taken, so that a next proxy is
     *     used as for clients
     * @throws IllegalStateException if the proxy does not run
     */
    LocalClient open(@Nullable String mode);
}
