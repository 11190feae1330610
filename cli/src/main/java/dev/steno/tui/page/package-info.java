/**
 * Screens of the terminal user interface beside the flows: options, commands, log, statistics, tree and connections. Each is
 * a list of rows with a cursor. Uses the packages of screens, lines and data.
 */
@NullMarked
package dev.steno.tui.page;

import org.jspecify.annotations.NullMarked;
