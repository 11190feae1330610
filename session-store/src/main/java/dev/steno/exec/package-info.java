/**
 * Programs that decide about exchanges: each message is a line of JSON on the standard input of a child process, which answers
 * with a line on its standard output.
 *
 * <p>Threads: those of scripts wait for answers; one thread for each process reads them. Uses {@code script.run} as scripts do,
 * and {@code json}.
 */
@NullMarked
package dev.steno.exec;

import org.jspecify.annotations.NullMarked;
