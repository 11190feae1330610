/**
 * Tests of the bytes of bodies on their way.
 *
 * <ul>
 *   <li>the times at which they arrive: {@link PieceClockTest}
 * </ul>
 */
package dev.steno.exchange.body;
