/**
 * What differs between flows: request line, query, header fields, bodies and messages, part by part, but for what is
 * ignored; the same for the API, terminals and comparisons of sessions.
 *
 * <p>Reads bodies from the disk, so never on an event loop. Bounded by the bytes of bodies that are compared and the
 * rows of the result.
 */
@NullMarked
package dev.steno.compare;

import org.jspecify.annotations.NullMarked;
