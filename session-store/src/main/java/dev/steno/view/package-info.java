/**
 * Views: the flows of a session that match a filter, in order, kept up to date while the session is recorded. Knows the
 * session and the filter, but no user interface.
 *
 * <p>Threads: the state of all views is confined to the thread {@code view}; pages are read on two {@code session-read}
 * threads, and searches run on two {@code session-search} threads. Uses {@code view.index}, {@code session} and {@code store}.
 */
@NullMarked
package dev.steno.view;

import org.jspecify.annotations.NullMarked;
