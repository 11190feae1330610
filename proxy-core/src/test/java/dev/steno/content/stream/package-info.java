/**
 * Tests of codings that are removed and applied while a body passes.
 *
 * <ul>
 *   <li>each coding, stacks of them, damaged data: {@link StreamCodingsTest}
 * </ul>
 */
package dev.steno.content.stream;
