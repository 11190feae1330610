/**
 * Tests of the sessions that are measured.
 *
 * <ul>
 *   <li>synthetic sessions: {@link MakeSessionTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.session;

import org.jspecify.annotations.NullMarked;
