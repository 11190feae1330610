/**
 * {@code steno ship}: a session on its way to a shared store.
 *
 * <p>Main thread. Uses {@code dev.steno.fleet}, and {@code cli.assembly} for what a run that ships has as well.
 */
@NullMarked
package dev.steno.cli.ship;

import org.jspecify.annotations.NullMarked;
