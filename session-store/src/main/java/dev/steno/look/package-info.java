/**
 * Bodies and messages of recorded flows as people look at them, the same for the API and terminals: from any offset,
 * with and without content codings, by views, searched, listed.
 *
 * <p>Reads the disk, so never on an event loop. Bounded: a request decodes at most 1 GiB, a view reads at most 8 MiB.
 */
@NullMarked
package dev.steno.look;

import org.jspecify.annotations.NullMarked;
