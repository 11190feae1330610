/**
 * Tests of styled lines.
 *
 * <ul>
 *   <li>Widths, cuts and escapes: {@link LineTest}, {@link HostileTextTest}
 * </ul>
 */
package dev.steno.tui.line;
