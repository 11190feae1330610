/**
 * What a subcommand is, how its arguments are read, its help page and its errors. It knows no subcommand: the list of them is
 * handed to it. For the main thread.
 */
@NullMarked
package dev.steno.cli.command;

import org.jspecify.annotations.NullMarked;
