/**
 * Tests of what is known of a terminal.
 *
 * <ul>
 *   <li>Colours: {@link ColoursTest}, {@link PaletteTest}
 *   <li>Keys, frames and the end: {@link TerminalWindowTest}
 * </ul>
 */
package dev.steno.tui.term;
