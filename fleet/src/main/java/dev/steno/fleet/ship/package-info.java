/**
 * The way from a session to a shared store: the shipper, what it sends, and the statements that apply it there.
 *
 * <p>Threads: a shipper has one thread, which alone uses its spool. Another one sends a part while the next is packed, and uses
 * the connection until it is sent. The shipper's status is for any thread. Uses {@code fleet.server}, {@code fleet.pack} and
 * {@code sqlite.ship}.
 */
@NullMarked
package dev.steno.fleet.ship;

import org.jspecify.annotations.NullMarked;
