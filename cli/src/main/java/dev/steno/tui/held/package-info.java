/**
 * Held messages, what a person does with them, and the edits of recorded ones. Uses the packages of lines, data, screens,
 * the list and the flow.
 */
@NullMarked
package dev.steno.tui.held;

import org.jspecify.annotations.NullMarked;
