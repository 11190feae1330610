/**
 * Where a session is that a command is given: the words of the command line that name one, and how it is opened.
 *
 * <p>Addresses are immutable; opening blocks. Uses the errors of {@code command}, the readers of {@code sqlite} and the
 * feeds of {@code view}.
 */
@NullMarked
package dev.steno.cli.address;

import org.jspecify.annotations.NullMarked;
