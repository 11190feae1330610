/**
 * {@code steno replay}: requests of a session are sent again, at the times that the user chooses, and what came of them is
 * reported.
 *
 * <p>For the main thread. Uses {@code cli.run} for the pipeline, and {@code dev.steno.replay.run} for the run.
 */
@NullMarked
package dev.steno.cli.replay;

import org.jspecify.annotations.NullMarked;
