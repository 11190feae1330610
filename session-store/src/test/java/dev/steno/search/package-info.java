/**
 * Tests of the index of texts.
 *
 * <ul>
 *   <li>its lists: {@link PostingsTest}
 * </ul>
 */
@NullMarked
package dev.steno.search;

import org.jspecify.annotations.NullMarked;
