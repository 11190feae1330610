/**
 * The entry point of the command line: finds the subcommand that was called, runs it and reports an error in one line. The
 * packages below hold what a subcommand is ({@code command}), the process's streams and signals ({@code terminal}), output
 * formats ({@code print}), the proxy ({@code run}) and what programs that start it are told ({@code daemon}), clients of it
 * ({@code client}), help pages ({@code help}) and the other subcommands ({@code tool}). A call runs on the main thread.
 */
@NullMarked
package dev.steno.cli;

import org.jspecify.annotations.NullMarked;
