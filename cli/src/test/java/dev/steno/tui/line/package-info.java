/**
 * Tests of styled lines.
 *
 * <ul>
 *   <li>Widths, cuts and escapes: {@link LineTest}
 * </ul>
 */
package dev.steno.tui.line;
