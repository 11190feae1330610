/**
 * Tests of the server of the API on real sockets.
 *
 * <ul>
 *   <li>who may call it: {@link GuardedServerTest}, {@link RemoteServerTest}
 *   <li>the page and its files: {@link PageTest}
 * </ul>
 */
package dev.steno.web.server;
