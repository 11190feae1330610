/**
 * Completion of filters with the values that occur in the session, beside the words of the grammar.
 *
 * <p>Threads: any but an event loop, since a completion may wait a moment for the values. Uses {@code stats} and the
 * filter.
 */
@NullMarked
package dev.steno.completion;

import org.jspecify.annotations.NullMarked;
