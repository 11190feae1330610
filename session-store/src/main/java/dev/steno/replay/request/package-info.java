/**
 * The requests of recorded flows as they are sent again: which can be, and what is changed of them first.
 *
 * <p>Threads: any that may block; a change of a body reads it. Uses {@code edit}, {@code content}, {@code rule.json} and
 * {@code session}.
 */
@NullMarked
package dev.steno.replay.request;

import org.jspecify.annotations.NullMarked;
