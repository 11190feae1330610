/**
 * The subcommands beside {@code run}: they read, check, change and copy session files, or say what this Steno can do. Each is
 * built when it is called, and runs on the main thread.
 */
@NullMarked
package dev.steno.cli.tool;

import org.jspecify.annotations.NullMarked;
