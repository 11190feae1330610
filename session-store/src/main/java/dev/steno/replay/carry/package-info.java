/**
 * Values that a client took from a response and sent with later requests, such as the id of a session: found in a record, and
 * taken from the new responses when the requests are sent again.
 *
 * <p>Threads: that of a run; nothing is shared. Uses {@code replay.run}, {@code replay.request} and {@code content}.
 */
@NullMarked
package dev.steno.replay.carry;

import org.jspecify.annotations.NullMarked;
