/**
 * What differs between flows: request line, query, header fields and bodies, part by part; the same for the API and
 * terminals.
 *
 * <p>Reads bodies from the disk, so never on an event loop. Bounded by the bytes of bodies that are compared and the
 * rows of the result.
 */
@NullMarked
package dev.steno.compare;

import org.jspecify.annotations.NullMarked;
