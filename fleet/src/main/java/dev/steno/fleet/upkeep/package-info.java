/**
 * The upkeep of a shared store: its tables are made, its recorders listed, and old days removed except for marked flows.
 *
 * <p>Threads: one at a time; every call blocks, so never on an event loop. Uses {@code fleet.server} and the limits of {@code
 * dev.steno.session}.
 */
@NullMarked
package dev.steno.fleet.upkeep;

import org.jspecify.annotations.NullMarked;
