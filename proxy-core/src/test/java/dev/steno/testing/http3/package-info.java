/** Clients of HTTP/3: one that sends exact frames, and one that others wrote. */
@NullMarked
package dev.steno.testing.http3;

import org.jspecify.annotations.NullMarked;
