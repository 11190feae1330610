/**
 * Tests of the resources about held messages.
 *
 * <ul>
 *   <li>the list, and what ends a hold: {@link HeldResourceTest}, {@link HeldBodyResourceTest}
 * </ul>
 */
package dev.steno.web.held;
