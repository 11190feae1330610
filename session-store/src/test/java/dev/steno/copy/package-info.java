/**
 * Tests of flows as texts to paste.
 *
 * <ul>
 *   <li>commands for a shell: {@link CurlCommandTest}
 * </ul>
 */
@NullMarked
package dev.steno.copy;

import org.jspecify.annotations.NullMarked;
