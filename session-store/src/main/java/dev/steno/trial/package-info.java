/** Rules tried on recorded flows: what one would have done, before it is switched on. */
@NullMarked
package dev.steno.trial;

import org.jspecify.annotations.NullMarked;
