/**
 * Protocol-independent helpers for Netty's channels: reading and flushing, timers, the names of handlers, addresses, the trace,
 * messages for failures. On the event loop of the channel that they serve, unless they say otherwise. Uses no other layer of the
 * wire.
 */
@NullMarked
package dev.steno.net.channel;

import org.jspecify.annotations.NullMarked;
