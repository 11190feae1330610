/**
 * The state machines of an HTTP exchange, a raw stream and a WebSocket. They take what the wire has read, run it
 * through the hooks of addons, publish flows, and tell the wire what to send. They do no I/O and depend on no socket or
 * database. Each object is confined to the event loop of its connection.
 */
@NullMarked
package dev.steno.exchange;

import org.jspecify.annotations.NullMarked;
