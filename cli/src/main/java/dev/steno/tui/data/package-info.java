/**
 * The session that the terminal user interface shows, and what can be done to it: in the process that records it, beside
 * that process, or as a file alone. Uses the view, the store and commands.
 */
@NullMarked
package dev.steno.tui.data;

import org.jspecify.annotations.NullMarked;
