/** Tests of the orders of a view. */
@NullMarked
package dev.steno.view.index;

import org.jspecify.annotations.NullMarked;
