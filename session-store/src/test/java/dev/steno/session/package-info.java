/** Tests of the session, and flows for tests. */
@NullMarked
package dev.steno.session;

import org.jspecify.annotations.NullMarked;
