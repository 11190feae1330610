/** Sources of bodies that are read while they are sent: a part of a file, a stream that blocks, a publisher; at a pace. */
@NullMarked
package dev.steno.source;

import org.jspecify.annotations.NullMarked;
