/**
 * JUnit extensions that fail a test class during which a buffer leaked or an error went unnoticed.
 *
 * <ul>
 *   <li>that they do: {@link OversightTest}
 * </ul>
 */
@NullMarked
package dev.steno.testing.leak;

import org.jspecify.annotations.NullMarked;
