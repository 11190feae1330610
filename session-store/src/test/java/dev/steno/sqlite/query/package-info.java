/**
 * Tests of searches: what SQL finds is what a test of each flow finds.
 *
 * <ul>
 *   <li>filters: {@link FilterSqlPropertyTest}
 *   <li>orders: {@link OrderQueryTest}
 *   <li>the view for other programs: {@link FlowsViewTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.query;

import org.jspecify.annotations.NullMarked;
