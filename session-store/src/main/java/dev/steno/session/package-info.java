/**
 * The session: keeps every flow that passes, without holding back an event loop and without growing with what was kept.
 *
 * <p>Facts come in through {@link dev.steno.session.Session}, wait in memory within the byte budget of
 * {@link dev.steno.addon.bus.RecordBudget}, and are committed in groups by one {@link dev.steno.session.SessionWriter} through the
 * {@link dev.steno.session.SessionStore} boundary. Nothing here knows SQL.
 */
@NullMarked
package dev.steno.session;

import org.jspecify.annotations.NullMarked;
