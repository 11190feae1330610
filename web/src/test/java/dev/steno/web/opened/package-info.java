/** Tests of the sessions that are opened read-only beside the recorded one: {@link OpenedSessionsTest}, and of an
 * interface without a recorded one: {@link ReadOnlyInterfaceTest}. */
@NullMarked
package dev.steno.web.opened;

import org.jspecify.annotations.NullMarked;
