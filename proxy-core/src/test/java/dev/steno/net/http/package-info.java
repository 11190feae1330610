/**
 * Tests of what all versions of HTTP share.
 *
 * <ul>
 *   <li>credentials: {@link ProxyCredentialsTest}
 * </ul>
 */
package dev.steno.net.http;
