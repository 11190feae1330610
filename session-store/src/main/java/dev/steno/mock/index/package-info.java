/**
 * Which recorded flows are candidates for a request: an index of the sessions that a mock answers from, by the hash of where
 * requests go.
 *
 * <p>The index is read on event loops without a lock; it is filled, and the sessions are read, on threads that may block. Uses
 * {@code mock.key}, {@code session} and {@code store}.
 */
@NullMarked
package dev.steno.mock.index;

import org.jspecify.annotations.NullMarked;
