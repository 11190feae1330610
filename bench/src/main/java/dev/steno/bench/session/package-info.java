/** Synthetic sessions, and measurements of reading them. */
@NullMarked
package dev.steno.bench.session;

import org.jspecify.annotations.NullMarked;
