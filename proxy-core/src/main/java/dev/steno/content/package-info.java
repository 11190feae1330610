/**
 * Interprets the bytes of a body: removes content codings, determines the charset, parses the media type.
 *
 * <p>Pure functions over streams; the Brotli and Zstandard decoders are loaded when such a coding is first met.
 */
@NullMarked
package dev.steno.content;

import org.jspecify.annotations.NullMarked;
