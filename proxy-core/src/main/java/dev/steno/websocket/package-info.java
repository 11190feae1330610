/**
 * The WebSocket wire format: frames (RFC 6455, 5) and compression of messages (RFC 7692). Depends on no flow, hook or
 * socket.
 */
@NullMarked
package dev.steno.websocket;

import org.jspecify.annotations.NullMarked;
