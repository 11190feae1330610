/**
 * The recorder: keeps every flow that passes, without holding back an event loop and without growing with what was kept.
 *
 * <p>Facts come in through {@link dev.steno.session.Session} on any thread, are queued within the byte budget of
 * {@link dev.steno.addon.bus.RecordBudget}, and are committed in groups by one {@link dev.steno.session.SessionWriter} thread through
 * the {@link dev.steno.store.SessionStore} boundary. Uses {@code store}; nothing here knows SQL.
 */
@NullMarked
package dev.steno.session;

import org.jspecify.annotations.NullMarked;
