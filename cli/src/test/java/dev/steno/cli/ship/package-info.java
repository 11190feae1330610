/**
 * Sessions on their way to a shared store.
 *
 * <ul>
 *   <li>when the store is away for long: {@link StorePatienceTest}
 * </ul>
 */
@NullMarked
package dev.steno.cli.ship;

import org.jspecify.annotations.NullMarked;
