/**
 * Tests of helpers below any protocol.
 *
 * <ul>
 *   <li>names of hosts: {@link NameResolverTest}, {@link HostLiteralsTest}
 * </ul>
 */
package dev.steno.net.channel;
