/**
 * Tests of frames and messages of WebSockets, without any socket.
 *
 * <ul>
 *   <li>frames: {@link WebSocketReadersFuzzTest}
 *   <li>compressed messages: {@link MessageInflaterTest}
 * </ul>
 */
package dev.steno.websocket;
