/**
 * What a subcommand is, how its arguments are parsed, and the messages about its errors. Knows no particular subcommand: their
 * list is passed to it. For the main thread.
 */
@NullMarked
package dev.steno.cli.command;

import org.jspecify.annotations.NullMarked;
