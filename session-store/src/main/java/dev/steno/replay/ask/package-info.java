/**
 * What a run is asked for: its options, the same on the command line and in commands, and their checks.
 *
 * <p>Immutable values and pure functions, but for files that options name, which are read. Uses {@code option}, and {@code
 * request} and {@code run} of client replay.
 */
@NullMarked
package dev.steno.replay.ask;

import org.jspecify.annotations.NullMarked;
