/**
 * The bytes of WebSocket: frames (RFC 6455, 5) and their compression (RFC 7692). Pure: knows no flow, no hook and no socket.
 */
@NullMarked
package dev.steno.websocket;

import org.jspecify.annotations.NullMarked;
