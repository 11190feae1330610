/**
 * The cost of importing and exporting: synthetic files of other tools, read into a session without a proxy; and whether
 * requests that are copied as code send the same bytes.
 */
@NullMarked
package dev.steno.bench.exchange;

import org.jspecify.annotations.NullMarked;
