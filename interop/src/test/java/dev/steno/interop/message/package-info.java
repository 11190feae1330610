/**
 * Tests of messages as bytes: heads, and chunk framing that is removed only if it is whole.
 *
 * <ul>
 *   <li>chunk framing: {@link ChunkFramingTest}
 *   <li>heads: {@link RawHeadTest}
 * </ul>
 */
@NullMarked
package dev.steno.interop.message;

import org.jspecify.annotations.NullMarked;
