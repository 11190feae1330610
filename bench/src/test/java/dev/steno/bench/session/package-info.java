/** Tests of what the measurements rest on. */
@NullMarked
package dev.steno.bench.session;

import org.jspecify.annotations.NullMarked;
