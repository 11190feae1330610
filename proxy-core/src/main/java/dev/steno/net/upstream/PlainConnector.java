package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;

/** Makes connections without TLS, whatever is to be spoken on them. On one event loop. */
interface PlainConnector {
    /** Connects; what is sent reaches the server, whatever it is. */
    void connect(Endpoint target, UpstreamCallback callback);

    /** Whether servers are connected to by this machine itself, and not by a next proxy. */
    boolean isDirect();
}
