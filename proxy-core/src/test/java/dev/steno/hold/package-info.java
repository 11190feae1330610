/**
 * Tests of holding.
 *
 * <ul>
 *   <li>what happens around a held message: {@link HeldTrafficTest}
 *   <li>which messages are held: {@link HoldingTest}
 * </ul>
 */
package dev.steno.hold;
