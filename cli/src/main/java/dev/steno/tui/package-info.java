/**
 * The terminal user interface: its main loop, its first screen, and the table of its screens. One thread. Uses the
 * packages below it; nothing below it uses it.
 */
@NullMarked
package dev.steno.tui;

import org.jspecify.annotations.NullMarked;
