/** Benchmarks: the cost of the hot paths. Started by hand; the build does not depend on their results. */
@NullMarked
package dev.steno.bench;

import org.jspecify.annotations.NullMarked;
