/**
 * Tests of the resources about held messages.
 *
 * <ul>
 *   <li>the list, and what ends a hold: {@link HeldResourceTest}
 *   <li>bodies: {@link HeldContentTest}, and uploads of them: {@link HeldBodyResourceTest}
 *   <li>messages of streams: {@link HeldMessagesResourceTest}
 * </ul>
 */
package dev.steno.web.held;
