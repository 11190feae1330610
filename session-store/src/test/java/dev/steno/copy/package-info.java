/**
 * Tests of flows as texts to paste.
 *
 * <ul>
 *   <li>commands for a shell: {@link CurlCommandTest}
 *   <li>code that sends the same bytes: {@link CopiedCodeTest}
 * </ul>
 */
@NullMarked
package dev.steno.copy;

import org.jspecify.annotations.NullMarked;
