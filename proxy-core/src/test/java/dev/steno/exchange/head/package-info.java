/**
 * Tests of heads: which fields are forwarded, and how a body is framed.
 *
 * <ul>
 *   <li>framing: {@link FramingTest}
 *   <li>hop-by-hop fields: {@link HopByHopTest}
 *   <li>error pages: {@link ErrorPageTest}
 * </ul>
 */
package dev.steno.exchange.head;
