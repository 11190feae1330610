/**
 * Applies content codings (RFC 9110, 8.4) to bodies that were changed. Pure functions; the native encoders are loaded with
 * the first body that needs them, which reads a file, so not on an event loop.
 */
@NullMarked
package dev.steno.content.encode;

import org.jspecify.annotations.NullMarked;
