/**
 * Tests of the orders of a view.
 *
 * <ul>
 *   <li>keys: {@link KeySequenceTest}
 * </ul>
 */
@NullMarked
package dev.steno.view.index;

import org.jspecify.annotations.NullMarked;
