/**
 * Tests of encoders.
 *
 * <ul>
 *   <li>each coding and stacks of them: {@link ContentEncoderTest}
 * </ul>
 */
package dev.steno.content.encode;
