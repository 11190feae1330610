/** Tests of the index of texts. */
@NullMarked
package dev.steno.search;

import org.jspecify.annotations.NullMarked;
