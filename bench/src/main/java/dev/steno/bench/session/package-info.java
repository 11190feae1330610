/** Synthetic sessions, for measuring what reads them. */
@NullMarked
package dev.steno.bench.session;

import org.jspecify.annotations.NullMarked;
