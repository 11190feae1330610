/**
 * The list of flows in the terminal user interface: a window of the view's ranks, its columns, and its screen. On the
 * interface's thread. Uses the view and the packages of screens and details.
 */
@NullMarked
package dev.steno.tui.list;

import org.jspecify.annotations.NullMarked;
