/**
 * Tests of the resources that count, by requests to a real server.
 *
 * <ul>
 *   <li>statistics and the tree: {@link StatsResourceTest}
 *   <li>filters while they are typed: {@link FilterResourceTest}
 * </ul>
 */
@NullMarked
package dev.steno.web.stats;

import org.jspecify.annotations.NullMarked;
