/**
 * Tests of the statistics.
 *
 * <ul>
 *   <li>each question against rows counted one by one, while the session changes: {@link StatisticsModelTest}
 *   <li>the thread, its queue, cancelling and failures: {@link StatisticsTest}
 *   <li>filters of groups and nodes: {@link GroupFilterTest}
 *   <li>the parts: {@link LogHistogramTest}, {@link PathTemplateTest}, {@link ColumnTallyTest}, {@link FlowPhaseTest}
 * </ul>
 */
@NullMarked
package dev.steno.stats;

import org.jspecify.annotations.NullMarked;
