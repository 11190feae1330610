package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The server at the end of a tunnel. Each connection to it is made as the first one was: through the next proxy and not
 * forwarded by it, and with the server name that the client asked for in TLS.
 *
 * @param name the name to ask for and to verify; null if the tunnel carries no TLS
 */
public record TunnelEnd(Endpoint target, @Nullable String name) {}
