/**
 * Tests of searches: SQL finds the same flows as testing each flow.
 *
 * <ul>
 *   <li>filters: {@link SqliteSearchPropertyTest}
 *   <li>orders: {@link OrderQueryTest}
 *   <li>the view for other programs: {@link FlowsViewTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.query;

import org.jspecify.annotations.NullMarked;
