/**
 * What the bytes of a body mean: content codings removed, a charset found, a media type read.
 *
 * <p>Pure functions over streams; the decoders for Brotli and Zstandard are loaded when such a coding is first met.
 */
@NullMarked
package dev.steno.content;

import org.jspecify.annotations.NullMarked;
