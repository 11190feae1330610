/**
 * Tests of connections to servers.
 *
 * <ul>
 *   <li>addresses of a server: {@link AddressRaceTest}, {@link IssuerFetchTest}
 *   <li>the pool: {@link ConnectionLimitTest}
 * </ul>
 */
package dev.steno.net.upstream;
