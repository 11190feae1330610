/**
 * Tests of HTTP/2 that need a class which is not public; the rest is in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>guards against floods, and peers of good will: {@link Http2FloodTest}, {@link Http2GoodWillTest}
 *   <li>frames on streams that have ended: {@link Http2StreamOrderTest}
 *   <li>windows: {@link Http2WindowsTest}
 *   <li>keep-alive: {@link Http2KeepAliveTest}
 * </ul>
 */
package dev.steno.net.http2;
