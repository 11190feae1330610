/**
 * Interprets the bytes of a body: removes content codings, determines the charset, parses the media type.
 *
 * <p>Pure functions over streams; the Brotli and Zstandard decoders are loaded when the first body with such a coding
 * is read.
 */
@NullMarked
package dev.steno.content;

import org.jspecify.annotations.NullMarked;
