/**
 * Scripts of the command line: those of the options, compiled before the proxy listens, and {@code steno script}, which checks
 * and begins them.
 *
 * <p>Threads: the one that starts the proxy or runs the command, which may block. Uses {@code script.run}, {@code
 * script.source} and {@code web.metrics}.
 */
@NullMarked
package dev.steno.cli.script;

import org.jspecify.annotations.NullMarked;
