/**
 * Tests of heads: what is forwarded of them, and how a body is framed.
 *
 * <ul>
 *   <li>framing: {@link FramingTest}
 *   <li>fields of one connection: {@link HopByHopTest}
 *   <li>pages of errors: {@link ErrorPageTest}
 * </ul>
 */
package dev.steno.exchange.head;
