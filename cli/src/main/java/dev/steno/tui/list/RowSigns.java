package dev.steno.tui.list;

/**
 * What the list shows of a row beside its columns. Immutable.
 *
 * @param highlighted whether the highlighting filter matches it
 * @param edited whether it is not as the peers sent it
 */
record RowSigns(boolean selected, boolean highlighted, boolean edited) {}
