/**
 * The proxy's rules for the head of a message: fields that are not forwarded, {@code Max-Forwards}, the framing of the
 * body, the opening handshake of a WebSocket, and responses that the proxy itself gives. Pure functions over values of the domain.
 */
@NullMarked
package dev.steno.exchange.head;

import org.jspecify.annotations.NullMarked;
