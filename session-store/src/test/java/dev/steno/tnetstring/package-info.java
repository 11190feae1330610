/**
 * Tests of the tnetstring reader and writer.
 *
 * <ul>
 *   <li>the format: {@link TnetFormatTest}
 *   <li>what is written is read: {@link TnetRoundTripTest}
 * </ul>
 */
@NullMarked
package dev.steno.tnetstring;

import org.jspecify.annotations.NullMarked;
