package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;

/** Makes connections without TLS, for any protocol. Confined to one event loop, on which each callback is called once. */
interface PlainConnector {
    /** Connects. All bytes sent on the connection reach the server unchanged. */
    void connect(Endpoint target, UpstreamCallback callback);

    /** Whether this machine connects to servers itself, not through a next proxy. */
    boolean isDirect();
}
