/**
 * Tests of the server of a shared store, on a PostgreSQL of the tests.
 *
 * <ul>
 *   <li>addresses and passwords: {@link ServerUrlTest}
 *   <li>several servers of one address: {@link StoreConnectionsTest}
 *   <li>tables: {@link SharedSchemaTest}
 *   <li>what a server says, in one line: {@link StoreFailureTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.server;

import org.jspecify.annotations.NullMarked;
