/**
 * Tests of the upkeep of a shared store, on a real server.
 *
 * <ul>
 *   <li>what is removed, and what stays: {@link StoreRetentionTest}
 *   <li>which days: {@link RetentionPlanTest}
 *   <li>tables, roles and recorders: {@link StoreSetupTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.upkeep;

import org.jspecify.annotations.NullMarked;
