/** HTTP/3 clients: one that sends exact frames, and a third-party one. */
@NullMarked
package dev.steno.testing.http3;

import org.jspecify.annotations.NullMarked;
