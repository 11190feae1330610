/** The cost of answering from recorded sessions, beside another server of recorded answers that is given as a jar. */
@NullMarked
package dev.steno.bench.mock;

import org.jspecify.annotations.NullMarked;
