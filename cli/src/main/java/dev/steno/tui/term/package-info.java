/**
 * The terminal: keys, frames, colours, and its state before and after. The only package that knows JLine, but for the
 * width of characters. On the interface's thread unless a method says otherwise.
 */
@NullMarked
package dev.steno.tui.term;

import org.jspecify.annotations.NullMarked;
