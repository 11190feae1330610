/**
 * Tests of the tnetstring reader and writer.
 *
 * <ul>
 *   <li>the format: {@link TnetFormatTest}
 *   <li>writing and reading back: {@link TnetRoundTripTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.tnetstring;

import org.jspecify.annotations.NullMarked;
