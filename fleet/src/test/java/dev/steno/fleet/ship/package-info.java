/**
 * Tests of shipping, on a PostgreSQL of the tests. {@code Shipping} ships as the product does.
 *
 * <ul>
 *   <li>sessions and stores are equal: {@link ShipperTest}
 *   <li>stores that a person has to mend: {@link StoreTroubleTest}
 *   <li>servers whose disk is full: {@link FullDiskTest}
 *   <li>clusters of Citus: {@link SpreadStoreTest}
 *   <li>days whose tables are missing or removed: {@link RemovedDayTest}
 *   <li>recorders that are removed, and sessions that were redacted: {@link RemovedRecorderTest}
 *   <li>bodies larger than the heap: {@link LargeBodyTest}
 *   <li>redaction on the way: {@link RedactedShippingTest}
 *   <li>no secret in what is told: {@link FailureTextTest}
 *   <li>the index of texts: {@link ShippedTextsTest}
 *   <li>filters and orders after shipping: {@link ShippedSessionPropertyTest}
 *   <li>connections that end or fall silent: {@link LostConnectionTest}
 *   <li>parts that are packed while others are sent: {@link ReadAheadTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.ship;

import org.jspecify.annotations.NullMarked;
