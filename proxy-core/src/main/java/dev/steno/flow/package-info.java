/**
 * The domain model: intercepted exchanges and streams as immutable values that any thread may read.
 *
 * <p>Nothing here depends on a socket, a database or a serialisation format. Header names and values, paths and reason
 * phrases are byte-lossless Latin-1 strings; points in time are nanoseconds since the epoch
 * ({@link dev.steno.flow.Times}).
 */
@NullMarked
package dev.steno.flow;

import org.jspecify.annotations.NullMarked;
