/**
 * The API of scripts: a class with methods that are named like the events of an exchange, and what these methods are given.
 *
 * <p>Threads: methods of a script run on threads that may block, those of one flow one after the other; those declared
 * {@link dev.steno.script.Inline} run on event loops. Uses {@code flow}.
 */
@NullMarked
package dev.steno.script;

import org.jspecify.annotations.NullMarked;
