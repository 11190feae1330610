/**
 * {@code steno run}: begins the assembled product, announces what runs and what happens, shows it and shuts it down in order.
 * Start and shutdown run on the main thread or on a signal's thread; all other threads belong to the other modules.
 */
@NullMarked
package dev.steno.cli.run;

import org.jspecify.annotations.NullMarked;
