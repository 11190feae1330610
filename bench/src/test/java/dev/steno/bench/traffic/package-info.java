/** Tests of what the measurements rest on. */
@NullMarked
package dev.steno.bench.traffic;

import org.jspecify.annotations.NullMarked;
