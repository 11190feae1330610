/**
 * Tests of looking at bodies and messages, on real session files.
 *
 * <ul>
 *   <li>ranges of decoded bodies, bombs: {@link DecodedBodiesTest}
 *   <li>views of bodies, hostile bodies: {@link BodyLooksTest}
 *   <li>lists of messages and events: {@link FlowMessagesTest}
 * </ul>
 */
@NullMarked
package dev.steno.look;

import org.jspecify.annotations.NullMarked;
