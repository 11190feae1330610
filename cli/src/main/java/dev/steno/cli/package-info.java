/**
 * The command line's entry: finds the subcommand that was called, runs it and reports an error in one line. The packages beneath hold
 * what a subcommand is ({@code command}), the process's streams and signals ({@code terminal}), the layouts of what is printed
 * ({@code print}), the proxy put together ({@code run}) and all other subcommands ({@code tool}). One call, one thread.
 */
@NullMarked
package dev.steno.cli;

import org.jspecify.annotations.NullMarked;
