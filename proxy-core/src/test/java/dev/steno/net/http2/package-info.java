/**
 * Tests of HTTP/2 that need package-private classes; the others are in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>guards against floods, and legitimate peers close to them: {@link Http2FloodTest}, {@link Http2GoodWillTest}
 *   <li>frames on streams that have ended: {@link Http2StreamOrderTest}
 *   <li>windows: {@link Http2WindowsTest}
 *   <li>keep-alive: {@link Http2KeepAliveTest}
 * </ul>
 */
package dev.steno.net.http2;
