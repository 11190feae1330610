/**
 * Tests of content codings and types.
 *
 * <ul>
 *   <li>decoders: {@link ContentDecoderTest}, {@link DecodersToTheEndTest}, {@link LazyDecodersTest},
 *       {@link OtherEncodersTest}, {@link DecodersFuzzTest}
 *   <li>bodies as text: {@link BodyTextTest}, {@link ContentTypeTest}
 * </ul>
 */
package dev.steno.content;
