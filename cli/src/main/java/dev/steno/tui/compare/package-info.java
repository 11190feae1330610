/**
 * Comparing flows in the terminal user interface: the keys that choose them, and the screen with what differs. On the
 * interface's thread. Uses the comparison of the session and the packages of screens and actions.
 */
@NullMarked
package dev.steno.tui.compare;

import org.jspecify.annotations.NullMarked;
