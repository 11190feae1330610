/**
 * Tests of the list of flows in the terminal user interface.
 *
 * <ul>
 *   <li>Selection: {@link SelectionTest}
 *   <li>Columns, signs, order, filter: {@link ListColumnsTest}, {@link EditedSignTest}
 *   <li>Filters with names: {@link PresetTest}
 * </ul>
 */
package dev.steno.tui.list;
