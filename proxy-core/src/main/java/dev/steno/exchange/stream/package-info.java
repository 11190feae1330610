/** The state machines of raw streams and WebSockets: messages that wait, are held and are sent out of turn. */
@NullMarked
package dev.steno.exchange.stream;

import org.jspecify.annotations.NullMarked;
