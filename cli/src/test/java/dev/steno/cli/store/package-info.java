/**
 * Tests of {@code steno store}, on a real server.
 *
 * <ul>
 *   <li>its commands and refusals: {@link StoreCommandTest}
 * </ul>
 */
@NullMarked
package dev.steno.cli.store;

import org.jspecify.annotations.NullMarked;
