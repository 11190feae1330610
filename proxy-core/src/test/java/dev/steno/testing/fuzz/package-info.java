/** Fuzzers: inputs at random that their number decides. */
@NullMarked
package dev.steno.testing.fuzz;

import org.jspecify.annotations.NullMarked;
