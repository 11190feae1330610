/**
 * What {@code steno verify} does: compares everything in a session with everything else, and repairs it.
 *
 * <p>Threads: one check is for one thread; it blocks, so never on an event loop. Uses the packages {@code file}, {@code table}
 * and the recovery of {@code sqlite}.
 */
@NullMarked
package dev.steno.sqlite.check;

import org.jspecify.annotations.NullMarked;
