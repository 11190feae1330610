/**
 * Tests of WebSocket frames and messages, without sockets.
 *
 * <ul>
 *   <li>frames: {@link WebSocketReadersFuzzTest}
 *   <li>compressed messages: {@link MessageInflaterTest}
 * </ul>
 */
package dev.steno.websocket;
