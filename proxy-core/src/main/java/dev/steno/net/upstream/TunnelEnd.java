package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The server at the end of a tunnel. Each further connection to it is made like the first one: in a tunnel through the next
 * proxy, if there is one, and with the server name of the client's TLS.
 *
 * @param name the name to ask for and to verify; null if the tunnel carries no TLS
 */
public record TunnelEnd(Endpoint target, @Nullable String name) {}
