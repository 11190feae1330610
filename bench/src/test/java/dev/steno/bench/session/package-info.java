/**
 * Tests of what the measurements rest on.
 *
 * <ul>
 *   <li>made-up sessions: {@link MakeSessionTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.session;

import org.jspecify.annotations.NullMarked;
