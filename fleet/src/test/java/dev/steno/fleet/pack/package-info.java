/**
 * Tests of compression for a shared store.
 *
 * <ul>
 *   <li>messages, pieces and the dictionary: {@link PackingTest}
 * </ul>
 */
@NullMarked
package dev.steno.fleet.pack;

import org.jspecify.annotations.NullMarked;
