/**
 * The upkeep of a shared store: its tables are made, its recorders listed and removed, and old days removed except for
 * marked flows.
 *
 * <p>Threads: one at a time; every call blocks, so never on an event loop. Uses {@code fleet.server}, the limits of {@code
 * dev.steno.session}, and the progress of {@code dev.steno.store}.
 */
@NullMarked
package dev.steno.fleet.upkeep;

import org.jspecify.annotations.NullMarked;
