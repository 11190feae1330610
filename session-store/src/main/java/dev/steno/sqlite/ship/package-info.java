/**
 * A session as the spool of a shipper: which of its flows were sent to which shared store, and what has changed since.
 *
 * <p>Threads: a spool is for the thread of its shipper; it blocks, so never on an event loop. Uses {@code sqlite.file}
 * and {@code sqlite.table}; the writer of the session notes changes in {@code sqlite.table.ShipNotes}.
 */
@NullMarked
package dev.steno.sqlite.ship;

import org.jspecify.annotations.NullMarked;
