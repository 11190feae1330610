/**
 * Tests of tunnels; most of their behaviour is tested in {@link dev.steno.net}.
 *
 * <ul>
 *   <li>data other than TLS: {@link TunnelTest}
 * </ul>
 */
package dev.steno.net.tunnel;
