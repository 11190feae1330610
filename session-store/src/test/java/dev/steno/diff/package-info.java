/**
 * Tests of comparisons of sessions.
 *
 * <ul>
 *   <li>which flows are partners: {@link PairingTest}
 *   <li>what is compared, and how: {@link ComparedContentTest}
 *   <li>what is ignored and learned: {@link NoiseTest}
 *   <li>laws for all sessions: {@link DiffLawsTest}
 * </ul>
 */
@NullMarked
package dev.steno.diff;

import org.jspecify.annotations.NullMarked;
