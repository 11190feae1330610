/**
 * The implementation of {@code steno verify}: compares the parts of a session with one another, and repairs them.
 *
 * <p>Threads: one check is for one thread; it blocks, so never on an event loop. Uses the packages {@code file} and
 * {@code table}, and the recovery of {@code sqlite}.
 */
@NullMarked
package dev.steno.sqlite.check;

import org.jspecify.annotations.NullMarked;
