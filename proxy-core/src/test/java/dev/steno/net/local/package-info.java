/**
 * Tests of clients without a socket, with a real proxy and real servers.
 *
 * <ul>
 *   <li>requests that Steno sends itself: {@link LocalClientTest}
 *   <li>how they end: {@link LocalClientEndsTest}
 * </ul>
 */
package dev.steno.net.local;
