/**
 * What a person looks at: the flows of a session that pass a filter, in order, kept current while more come. Knows the
 * session and the filter, no screen.
 *
 * <p>Threads: the state of all views belongs to the thread {@code view}; reading is done on two {@code session-read} threads.
 * Uses {@code view.index}, {@code session} and {@code store}.
 */
@NullMarked
package dev.steno.view;

import org.jspecify.annotations.NullMarked;
