/**
 * What a new connection speaks: looks at its first bytes and builds the pipeline for the protocol that they begin. On the event loop
 * of the client's connection. Uses all other layers of the wire.
 */
@NullMarked
package dev.steno.net.accept;

import org.jspecify.annotations.NullMarked;
