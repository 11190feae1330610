/**
 * The way from a session to a shared store: the shipper, what it sends, and the statements that apply it there.
 *
 * <p>Threads: a shipper has one thread, which alone uses its connection and its spool; its status is for any thread. Uses
 * {@code fleet.server}, {@code fleet.pack} and {@code sqlite.ship}.
 */
@NullMarked
package dev.steno.fleet.ship;

import org.jspecify.annotations.NullMarked;
