/**
 * The commands on views and on the flows they show.
 *
 * <p>Threads: any; a command returns a stage, and work that writes runs on the views' worker thread. Uses {@code view} and
 * {@code session}; nothing in {@code view} uses it.
 */
@NullMarked
package dev.steno.view.command;

import org.jspecify.annotations.NullMarked;
