/**
 * Tests of holding.
 *
 * <ul>
 *   <li>which messages are held: {@link HoldingTest}
 * </ul>
 */
package dev.steno.hold;
