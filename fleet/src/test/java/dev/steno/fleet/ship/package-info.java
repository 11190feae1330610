/**
 * Tests of shipping, on a PostgreSQL of the tests. {@code Shipping} ships as the product does.
 *
 * <ul>
 *   <li>sessions and stores are equal: {@link ShipperTest}
 *   <li>filters and orders after shipping: {@link ShippedSessionPropertyTest}
 *   <li>connections that end or fall silent: {@link LostConnectionTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.ship;

import org.jspecify.annotations.NullMarked;
