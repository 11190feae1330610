/**
 * Tests of what the measurements rest on.
 *
 * <ul>
 *   <li>flows in the format of others: {@link StateRoundTripTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.dump;

import org.jspecify.annotations.NullMarked;
