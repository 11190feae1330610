/** Benchmarks: what the hot paths cost. Measured by hand, never part of the build's verdict. */
@NullMarked
package dev.steno.bench;

import org.jspecify.annotations.NullMarked;
