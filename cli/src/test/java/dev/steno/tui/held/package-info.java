/**
 * Tests of held messages in the terminal user interface.
 *
 * <ul>
 *   <li>Their screen, and what ends holds: {@link HeldScreenTest}
 *   <li>Edits in an editor: {@link MessageEditingTest}
 *   <li>Messages of a stream: {@link HeldStreamScreenTest}
 * </ul>
 */
package dev.steno.tui.held;
