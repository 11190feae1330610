/**
 * Tests of the server of the API on real sockets.
 *
 * <ul>
 *   <li>who may call it: {@link GuardedServerTest}, {@link RemoteServerTest}
 *   <li>the page and its files: {@link PageTest}
 *   <li>clients that do not read: {@link StalledClientTest}
 * </ul>
 */
package dev.steno.web.server;
