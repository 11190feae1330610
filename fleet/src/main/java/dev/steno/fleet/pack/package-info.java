/**
 * Messages of flows and pieces of bodies as a shared store has them: compressed with zstd (RFC 8878), messages with a
 * dictionary of what flows have in common.
 *
 * <p>Threads: an object is for one thread at a time. Uses {@code dev.steno.natives}.
 */
@NullMarked
package dev.steno.fleet.pack;

import org.jspecify.annotations.NullMarked;
