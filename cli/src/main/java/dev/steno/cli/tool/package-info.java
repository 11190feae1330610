/**
 * Subcommands that read, check, change and copy session files, show the CA, or list Steno's options and commands. A
 * subcommand is constructed when it is called, and runs on the main thread.
 */
@NullMarked
package dev.steno.cli.tool;

import org.jspecify.annotations.NullMarked;
