/** Native libraries of the decoders and the store: unpacked from the jar without leaving files behind. */
@NullMarked
package dev.steno.natives;

import org.jspecify.annotations.NullMarked;
