/** The cost of a constant stream of flows into the store. */
@NullMarked
package dev.steno.bench.stream;

import org.jspecify.annotations.NullMarked;
