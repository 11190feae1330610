/**
 * {@code steno run}: the options, addons and commands of the product, assembled into a running proxy and shut down in order.
 * Start and shutdown run on the main thread or on a signal's thread; all other threads belong to the other modules.
 */
@NullMarked
package dev.steno.cli.run;

import org.jspecify.annotations.NullMarked;
