/**
 * {@code steno run --ship}: a session on its way to a shared store while it is recorded, and as whom.
 *
 * <p>A thread of its own ships; each class says its thread. Uses {@code dev.steno.fleet} and {@code dev.steno.session}.
 */
@NullMarked
package dev.steno.cli.ship;

import org.jspecify.annotations.NullMarked;
