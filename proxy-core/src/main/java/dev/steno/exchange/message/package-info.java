/** The messages of WebSockets: read from frames, copied for the record, and buffered for handlers. */
@NullMarked
package dev.steno.exchange.message;

import org.jspecify.annotations.NullMarked;
