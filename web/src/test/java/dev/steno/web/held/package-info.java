/**
 * Tests of the resources about held messages.
 *
 * <ul>
 *   <li>the list, and what ends a hold: {@link HeldResourceTest}
 *   <li>uploads of bodies: {@link HeldBodyResourceTest}, {@link HeldMessagesResourceTest}
 * </ul>
 */
package dev.steno.web.held;
