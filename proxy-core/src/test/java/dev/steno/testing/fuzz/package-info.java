/** Fuzzers: random inputs that are determined by a number and can be reproduced with it. */
@NullMarked
package dev.steno.testing.fuzz;

import org.jspecify.annotations.NullMarked;
