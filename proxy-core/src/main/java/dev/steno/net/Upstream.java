package dev.steno.net;

import dev.steno.flow.Peer;
import io.netty.channel.Channel;

/**
 * A standing connection to a server.
 *
 * @param peer its facts, TLS included where it speaks TLS
 */
record Upstream(Channel channel, Peer peer) {}
