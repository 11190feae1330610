/**
 * Tests of the traffic that is measured.
 *
 * <ul>
 *   <li>synthetic traffic: {@link TrafficTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.traffic;

import org.jspecify.annotations.NullMarked;
