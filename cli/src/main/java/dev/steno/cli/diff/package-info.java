/**
 * {@code steno diff}: what differs between two sessions, as text, as lines of JSON and as a page.
 *
 * <p>For the main thread. Compares by {@code dev.steno.diff}, and prints what it reports at once, so that nothing grows with
 * the sessions.
 */
@NullMarked
package dev.steno.cli.diff;

import org.jspecify.annotations.NullMarked;
