/** Holds messages for a person: which are held, by filter or by number, and for how long. */
@NullMarked
package dev.steno.hold;

import org.jspecify.annotations.NullMarked;
