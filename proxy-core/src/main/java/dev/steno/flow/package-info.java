/**
 * The domain model: intercepted exchanges as immutable values.
 *
 * <p>The package depends on no socket, database or serialisation format. Names and values of headers, paths and reasons
 * are byte-lossless latin-1 strings; points in time are nanoseconds since the epoch.
 */
@NullMarked
package dev.steno.flow;

import org.jspecify.annotations.NullMarked;
