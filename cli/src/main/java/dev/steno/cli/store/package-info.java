/**
 * {@code steno store}: the upkeep of a shared store by its operator.
 *
 * <p>Threads: the one that runs the command, which may block. Uses {@code fleet.upkeep} and {@code fleet.server}.
 */
@NullMarked
package dev.steno.cli.store;

import org.jspecify.annotations.NullMarked;
