/**
 * Client replay: requests of recorded flows that are sent again, through the whole pipeline, as new flows that name the old
 * ones.
 *
 * <p>Threads: each run has a thread of its own, which reads the session; the rest may be called on any thread that may block.
 * Uses {@code local}, {@code session} and {@code view}.
 */
@NullMarked
package dev.steno.replay;

import org.jspecify.annotations.NullMarked;
