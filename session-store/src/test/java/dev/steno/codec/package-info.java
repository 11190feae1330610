/**
 * Tests of the codec, and generated flows for every test that needs some.
 *
 * <ul>
 *   <li>writing and reading back: {@link FlowRoundTripTest}, {@link FlowArbitrariesTest},
 *       {@link UnencodableFlowTest}
 *   <li>the format stays readable: {@link FormatIsKeptTest}
 *   <li>damage: {@link DamagedBytesTest}, {@link CodecFuzzTest}, {@link SeedDefectsTest}
 * </ul>
 */
@NullMarked
package dev.steno.codec;

import org.jspecify.annotations.NullMarked;
