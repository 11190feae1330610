/**
 * Tests of the server of the API on real sockets.
 *
 * <ul>
 *   <li>who may call it: {@link GuardedServerTest}
 * </ul>
 */
package dev.steno.web.server;
