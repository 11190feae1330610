package dev.steno.addon;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a connection: the subject of hooks that only tell. Immutable.
 *
 * @param client the client's connection, or that for which one to a server was made
 * @param target the server that the client asked for; null for a connection of a client, whose TLS may have named one
 * @param server the server's connection, with its TLS if that is established; null if there is none
 * @param error why it failed; null if it did not
 */
public record ConnectionEvent(
        Peer client,
        @Nullable Endpoint target,
        @Nullable Peer server,
        @Nullable FlowError error) {}
