package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;

/** Makes connections without TLS, for any protocol. Called and answered on one event loop. */
interface PlainConnector {
    /** Connects. All bytes that are sent reach the server, as they are. */
    void connect(Endpoint target, UpstreamCallback callback);

    /** Whether this machine connects to servers itself, not through a next proxy. */
    boolean isDirect();
}
