/**
 * {@code steno mock}: a proxy that answers from a recorded session, as a command of its own with defaults of its own.
 *
 * <p>Main thread. Translates its flags to those of {@code steno run}. Uses {@code cli.run} and {@code interop}.
 */
@NullMarked
package dev.steno.cli.mock;

import org.jspecify.annotations.NullMarked;
