/**
 * One run over a record: which of its requests are sent, when, over which connections, and what came of them.
 *
 * <p>Threads: a run has the thread that starts it, and one that reads ahead. Uses {@code replay.request}, {@code local},
 * {@code store} and {@code stats}.
 */
@NullMarked
package dev.steno.replay.run;

import org.jspecify.annotations.NullMarked;
