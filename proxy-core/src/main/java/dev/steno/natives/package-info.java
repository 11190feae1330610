/** Native libraries of decoders and of the store: how they come out of the jar without staying behind. */
@NullMarked
package dev.steno.natives;

import org.jspecify.annotations.NullMarked;
