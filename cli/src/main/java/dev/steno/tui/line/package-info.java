/** Styled lines as a terminal shows them, measured in cells. Immutable values; any thread. Uses the text package. */
@NullMarked
package dev.steno.tui.line;

import org.jspecify.annotations.NullMarked;
