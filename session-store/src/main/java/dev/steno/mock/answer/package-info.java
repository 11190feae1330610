/**
 * Recorded responses as they are sent again: adjusted to the request that is answered, with a list of what was adjusted.
 *
 * <p>Immutable values and functions without state. Bodies that are stored beside their flows are read while they are sent, by
 * functions that are given. Uses {@code content}, {@code exchange.head}, {@code flow} and {@code source}.
 */
@NullMarked
package dev.steno.mock.answer;

import org.jspecify.annotations.NullMarked;
