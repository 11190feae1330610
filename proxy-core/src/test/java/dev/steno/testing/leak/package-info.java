/**
 * JUnit extensions that fail a test class during which a buffer leaked or an exception was only logged.
 *
 * <ul>
 *   <li>tests of the extensions: {@link OversightTest}
 * </ul>
 */
@NullMarked
package dev.steno.testing.leak;

import org.jspecify.annotations.NullMarked;
