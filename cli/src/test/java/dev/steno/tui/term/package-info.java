/**
 * Tests of what is known of a terminal.
 *
 * <ul>
 *   <li>Colours: {@link ColoursTest}
 * </ul>
 */
package dev.steno.tui.term;
