/**
 * Tests of connections to servers.
 *
 * <ul>
 *   <li>addresses of a server: {@link AddressRaceTest}, {@link IssuerFetchTest}
 *   <li>the pool: {@link ConnectionLimitTest}, {@link UpstreamRouteTest}
 * </ul>
 */
package dev.steno.net.upstream;
