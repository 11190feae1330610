/**
 * One flow in the terminal user interface: its tabs, which are read on the working thread, and its screen. Uses the looks
 * at bodies and the packages of screens.
 */
@NullMarked
package dev.steno.tui.detail;

import org.jspecify.annotations.NullMarked;
