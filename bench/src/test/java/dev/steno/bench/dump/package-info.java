/** Tests of what the measurements rest on. */
@NullMarked
package dev.steno.bench.dump;

import org.jspecify.annotations.NullMarked;
