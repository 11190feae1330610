package dev.steno.local;

/**
 * A client without a socket, whose requests take the same way as those of a client's connection: hooks, rules, holds, the
 * next proxy and the options of TLS apply, and each is recorded as a flow. Any thread.
 */
public interface LocalClient extends AutoCloseable {
    /**
     * Sends a request. Its exchange runs on an event loop; several may be in flight. A client that is closed sends
     * nothing: the stages of the exchange fail.
     */
    LocalExchange send(LocalRequest request);

    /**
     * Opens a raw stream, as a client's tunnel that carries one: its bytes are relayed and recorded, not read as HTTP. Its flow
     * begins once the server is connected, or that has failed. A client that is closed opens nothing: the stages fail.
     */
    LocalFlow open(LocalTunnel tunnel);

    /** Ends the flows in flight, and closes the connections to servers. Does not wait. A second call does nothing. */
    @Override
    void close();
}
