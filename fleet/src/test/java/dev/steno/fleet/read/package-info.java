/**
 * Tests of reading a shared store, on a PostgreSQL of the tests.
 *
 * <ul>
 *   <li>filters and orders: {@link SharedSearchPropertyTest}
 *   <li>everything else of a reader, and failures: {@link SharedReaderTest}
 *   <li>searches around damage: {@link DamagedSearchTest}
 *   <li>messages: {@link ReaderMessagesTest}
 *   <li>changes: {@link SharedFeedTest}
 *   <li>a connection that is begun before it is asked for: {@link EarlyReaderTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.read;

import org.jspecify.annotations.NullMarked;
