/**
 * Identifies the protocol of a new client connection by its first bytes, and builds the pipeline for it. On the event loop of the
 * client's connection. Uses all other layers of the wire.
 */
@NullMarked
package dev.steno.net.accept;

import org.jspecify.annotations.NullMarked;
