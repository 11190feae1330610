/**
 * Tests of the statistics.
 *
 * <ul>
 *   <li>each question against rows counted one by one, while the session changes: {@link StatisticsModelTest}
 * </ul>
 */
@NullMarked
package dev.steno.stats;

import org.jspecify.annotations.NullMarked;
