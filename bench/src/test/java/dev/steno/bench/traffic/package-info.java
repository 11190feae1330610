/**
 * Tests of what the measurements rest on.
 *
 * <ul>
 *   <li>made-up traffic: {@link TrafficTest}
 * </ul>
 */
@NullMarked
package dev.steno.bench.traffic;

import org.jspecify.annotations.NullMarked;
