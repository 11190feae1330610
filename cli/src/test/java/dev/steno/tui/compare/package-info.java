/**
 * Tests of comparing flows in the terminal user interface.
 *
 * <ul>
 *   <li>Keys and lines: {@link CompareTest}
 * </ul>
 */
package dev.steno.tui.compare;
