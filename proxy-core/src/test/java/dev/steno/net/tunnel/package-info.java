/**
 * Tests of tunnels; most that tunnels do is tested in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>other contents than TLS: {@link TunnelTest}
 * </ul>
 */
package dev.steno.net.tunnel;
