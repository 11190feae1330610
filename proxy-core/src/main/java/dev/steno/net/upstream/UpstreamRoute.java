package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;

/** A server, and whether it is spoken to over TLS: what connections to it have in common. */
record UpstreamRoute(Endpoint target, boolean tls) {}
