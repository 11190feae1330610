/** Tests of the view. */
@NullMarked
package dev.steno.view;

import org.jspecify.annotations.NullMarked;
