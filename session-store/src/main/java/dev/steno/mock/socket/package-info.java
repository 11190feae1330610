/**
 * Recorded WebSockets whose server's side is played again, in answer to what a client sends or by the clock.
 *
 * <p>Plays are called on event loops and read their messages on an executor, one page at a time. Uses {@code flow}, {@code
 * mock.key} and {@code text}.
 */
@NullMarked
package dev.steno.mock.socket;

import org.jspecify.annotations.NullMarked;
