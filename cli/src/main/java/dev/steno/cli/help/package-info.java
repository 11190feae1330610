/**
 * Explains the product on the command line: help pages, topics, examples, completion scripts and the manual page, all made
 * from the specifications of the subcommands, whose list is passed to it. For the main thread.
 */
@NullMarked
package dev.steno.cli.help;

import org.jspecify.annotations.NullMarked;
