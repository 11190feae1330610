/**
 * {@code steno ship}, and what it shares with {@code steno run --ship}: sessions on their way to a shared store.
 *
 * <p>Main thread; a run has a thread of its own for it. Uses {@code dev.steno.fleet}.
 */
@NullMarked
package dev.steno.cli.ship;

import org.jspecify.annotations.NullMarked;
