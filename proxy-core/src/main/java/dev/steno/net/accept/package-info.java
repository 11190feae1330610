/**
 * Protocol detection on a new connection: inspects the first bytes and builds the pipeline for their protocol. On the event loop
 * of the client's connection. Uses all other layers of the wire.
 */
@NullMarked
package dev.steno.net.accept;

import org.jspecify.annotations.NullMarked;
