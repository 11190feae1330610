/**
 * Tests of the formats that are measured.
 *
 * <ul>
 *   <li>flows in mitmproxy's format: {@link StateRoundTripTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.dump;

import org.jspecify.annotations.NullMarked;
