/** Benchmarks of actions on flows in progress, with a proxy in the same process. */
@NullMarked
package dev.steno.bench.live;

import org.jspecify.annotations.NullMarked;
