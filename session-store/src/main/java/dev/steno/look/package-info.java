/**
 * Looks at what flows contain: bodies from any offset, with and without content codings, as views for people, searched;
 * messages of WebSockets and raw streams, and server-sent events, as lists.
 *
 * <p>What the API and terminals show alike. Reads the disk, so never on an event loop. Bounded: a request decodes at
 * most 1 GiB, a view reads at most 8 MiB.
 */
@NullMarked
package dev.steno.look;

import org.jspecify.annotations.NullMarked;
