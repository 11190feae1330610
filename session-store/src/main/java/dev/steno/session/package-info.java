/**
 * The recorder: stores every flow. It never blocks an event loop, and its memory does not grow with the size
 * of the record.
 *
 * <p>Facts arrive in {@link dev.steno.session.Session} on any thread, are queued within the byte budget of
 * {@link dev.steno.addon.bus.RecordBudget}, and are committed in batches by the one thread of
 * {@link dev.steno.session.SessionWriter} through the {@link dev.steno.store.SessionStore} interface. Uses
 * {@code store}; contains no SQL.
 */
@NullMarked
package dev.steno.session;

import org.jspecify.annotations.NullMarked;
