/** Tests of the import of sessions of Charles. */
@NullMarked
package dev.steno.interop.charles;

import org.jspecify.annotations.NullMarked;
