/** Sockets and relays on loopback, and bytes that are split into segments as a network may split them. */
@NullMarked
package dev.steno.testing.wire;

import org.jspecify.annotations.NullMarked;
