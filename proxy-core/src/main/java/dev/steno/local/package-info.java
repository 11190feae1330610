/**
 * Requests that Steno sends itself: the port between what asks for them and the wire, which sends them through the whole
 * pipeline as if a client had.
 *
 * <p>Threads: any; each type says on which thread it calls back. Uses {@code flow}.
 */
@NullMarked
package dev.steno.local;

import org.jspecify.annotations.NullMarked;
