/**
 * What every screen of the terminal user interface has: its lines, its table of keys, and the desk that it works at. All
 * on the interface's one thread. Uses the packages of lines and data.
 */
@NullMarked
package dev.steno.tui.screen;

import org.jspecify.annotations.NullMarked;
