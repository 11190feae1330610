/** Tests of messages as bytes: heads, and chunk framing that is removed only if it is whole. */
@NullMarked
package dev.steno.interop.message;

import org.jspecify.annotations.NullMarked;
