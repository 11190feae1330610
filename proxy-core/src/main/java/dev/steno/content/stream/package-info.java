/**
 * Content codings (RFC 9110, 8.4) that are removed and applied while a body passes, piece by piece. For one thread at a
 * time; nothing waits for input.
 */
@NullMarked
package dev.steno.content.stream;

import org.jspecify.annotations.NullMarked;
