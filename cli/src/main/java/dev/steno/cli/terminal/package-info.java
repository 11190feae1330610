/**
 * The process's standard streams, the terminal's width and colours, signals, progress and exit codes. The main thread
 * prints; signals arrive on threads of the JVM.
 */
@NullMarked
package dev.steno.cli.terminal;

import org.jspecify.annotations.NullMarked;
