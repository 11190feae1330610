/**
 * {@code steno run}: the options, the addons and the commands of the product, put together into a running proxy and ended in
 * order. It starts and ends on the main thread or on that of a signal; what runs in between is the other modules' own.
 */
@NullMarked
package dev.steno.cli.run;

import org.jspecify.annotations.NullMarked;
