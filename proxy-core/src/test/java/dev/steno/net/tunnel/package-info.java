/**
 * Tests of tunnels; most of their behaviour is tested in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>data other than TLS: {@link TunnelTest}
 *   <li>tunnels whose server may not be needed: {@link LazyTunnelTest}
 * </ul>
 */
package dev.steno.net.tunnel;
