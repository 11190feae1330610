package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;

/**
 * A server, and whether it is spoken to over TLS: what connections to it have in common. The methods of a map's key are
 * written out, because the JVM links a record's own ones at their first use, which takes milliseconds of the first
 * request of a process.
 */
record UpstreamRoute(Endpoint target, boolean tls) {
    @Override
    public boolean equals(Object other) {
        return other instanceof UpstreamRoute route
                && tls == route.tls
                && target.port() == route.target.port()
                && target.host().equals(route.target.host());
    }

    @Override
    public int hashCode() {
        return (target.host().hashCode() * 31 + target.port()) * 2 + (tls ? 1 : 0);
    }
}
