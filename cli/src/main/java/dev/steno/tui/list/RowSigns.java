package dev.steno.tui.list;

/**
 * What the list shows of a row beside its columns. Immutable.
 *
 * @param highlight the number of the filter that highlights it; 0 for none
 * @param edited whether it is not as the peers sent it
 */
record RowSigns(boolean selected, int highlight, boolean edited) {}
