/**
 * What happens between a request and its response, and along a raw stream: pure state machines between the wire and the
 * buses. Nothing here knows a socket or a database. Confined to the event loop of its connection.
 */
@NullMarked
package dev.steno.exchange;

import org.jspecify.annotations.NullMarked;
