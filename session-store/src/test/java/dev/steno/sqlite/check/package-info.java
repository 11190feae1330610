/**
 * Tests of checks and repairs.
 *
 * <ul>
 *   <li>checks, repairs: {@link SessionCheckTest}, {@link RowDifferencesTest}
 * </ul>
 */
@NullMarked
package dev.steno.sqlite.check;

import org.jspecify.annotations.NullMarked;
