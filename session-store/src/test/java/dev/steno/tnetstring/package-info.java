/** Tests of the tnetstring reader and writer. */
@NullMarked
package dev.steno.tnetstring;

import org.jspecify.annotations.NullMarked;
