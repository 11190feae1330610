/**
 * Tests of the sessions that are opened read-only: beside the recorded one ({@link OpenedSessionsTest}), and by a server of their own
 * ({@link ReadOnlyInterfaceTest}).
 */
@NullMarked
package dev.steno.web.opened;

import org.jspecify.annotations.NullMarked;
