/** Edits of recorded flows: their list, new ones, and the way back. */
@NullMarked
package dev.steno.web.revision;

import org.jspecify.annotations.NullMarked;
