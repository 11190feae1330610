/** Sockets and relays on loopback, and bytes cut into segments in every way that a network may. */
@NullMarked
package dev.steno.testing.wire;

import org.jspecify.annotations.NullMarked;
